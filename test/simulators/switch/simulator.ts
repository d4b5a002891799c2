import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EpochMs } from '../../../connectors/common/runtime';
import { answerControl, isControlPath } from './control';
import { Deliveries } from './delivery';
import { Faults, type FaultEffect } from './faults';
import { errorBody } from './machine/errors';
import { hubHeaders } from './machine/headers';
import type { Callback, HttpAnswer, Incoming } from './machine/messages';
import { SwitchMachine } from './machine/switch-machine';
import { nextTrace } from './machine/trace';
import { MessageLog } from './message-log';
import { hexDigitsFrom } from './random';

export interface SwitchSimulatorOptions {
  /** 0: any free one. */
  readonly port: number;
  /** For what is random in the switch: trace ids. */
  readonly seed?: number;
  /** How often expired transfers are looked for; 0: only on a control call. 15 s as in the real switch. */
  readonly sweepEveryMs?: number;
}

export interface RunningSwitchSimulator {
  /** http://127.0.0.1:<port>, for the FSPIOP API and, under /simulator, the control plane. */
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

const sweepEveryMsDefault = 15_000;
/** FSPIOP 3.2: bodies have at most 5 MB. */
const bodyLengthMax = 5 * 1024 * 1024;

/** The state machine with its clock, its faults, its log and its way to the DFSPs. */
export class SwitchSimulator {
  readonly faults = new Faults();
  readonly log = new MessageLog();
  readonly machine: SwitchMachine;
  readonly deliveries: Deliveries;
  private aheadMs = 0;
  private readonly hexDigits;

  constructor(seed: number) {
    this.hexDigits = hexDigitsFrom(seed);
    this.machine = new SwitchMachine(this.hexDigits);
    this.deliveries = new Deliveries(this.faults, {
      callbackUrl: (fspId) => this.machine.participants.callbackUrl(fspId),
      delivered: (callback, delivery) => this.machine.delivered(callback, delivery),
      sent: ({ to, method, path, headers, body = '' }, delivery, ageMs) => {
        const status = delivery.kind === 'answered' ? delivery.status : undefined;
        this.log.add({
          atMs: this.now() - ageMs,
          direction: 'out',
          fsp: to,
          method,
          path,
          headers,
          body,
          status,
        });
      },
    });
  }

  now(): EpochMs {
    return Date.now() + this.aheadMs;
  }

  /** Moves the switch's clock ahead of the machine's. */
  advance(byMs: number): void {
    this.aheadMs += byMs;
  }

  sweep(): number {
    const callbacks = this.machine.sweep(this.now());
    this.deliveries.send(callbacks);
    return callbacks.length;
  }

  reset(): void {
    this.aheadMs = 0;
    this.faults.clear();
    this.log.clear();
    this.deliveries.reset();
    this.machine.clear();
  }

  /** Answers, then works: `answer` is called once, or never when the connection is to be cut. */
  async receive(incoming: Incoming, answer: (answer: HttpAnswer | 'cut') => void): Promise<void> {
    const { method, path, body } = incoming;
    const fsp = incoming.headers['fspiop-source'] ?? '';
    const effects = this.faults.strike({ direction: 'in', method, path, fsp, body });
    const answerAndLog = (given: HttpAnswer | 'cut') => {
      const status = given === 'cut' ? undefined : given.status;
      const { headers } = incoming;
      this.log.add({ atMs: this.now(), direction: 'in', fsp, method, path, headers, body, status });
      answer(given);
    };
    if (effects.length > 0 && (await this.spoil(incoming, effects, answerAndLog))) return;
    const outcome = this.machine.handle(incoming, this.now());
    answerAndLog(outcome.answer);
    this.deliveries.send(outcome.callbacks);
  }

  /** True when a fault has taken the message's place. */
  private async spoil(
    incoming: Incoming,
    effects: readonly FaultEffect[],
    answer: (answer: HttpAnswer | 'cut') => void,
  ): Promise<boolean> {
    for (const effect of effects) {
      switch (effect.kind) {
        case 'drop':
          answer('cut');
          return true;
        case 'http-status':
          answer({
            status: effect.status,
            body: JSON.stringify(errorBody('2001', 'a fault was set')),
          });
          return true;
        case 'error-code':
          answer({ status: incoming.method === 'PUT' ? 200 : 202 });
          this.deliveries.send(this.errorFor(incoming, effect.errorCode));
          return true;
        case 'delay':
        case 'reorder':
          await new Promise((resolve) =>
            setTimeout(resolve, effect.kind === 'delay' ? effect.delayMs : reorderMs),
          );
          break;
        case 'duplicate':
          this.deliveries.send(this.machine.handle(incoming, this.now()).callbacks);
          break;
      }
    }
    return false;
  }

  private errorFor(incoming: Incoming, errorCode: string): readonly Callback[] {
    const [path = ''] = incoming.path.split('?');
    const resource = path.split('/')[1] ?? '';
    const to = incoming.headers['fspiop-source'];
    if (to === undefined || !this.machine.participants.has(to)) return [];
    const id = /"(?:transferId|quoteId)"\s*:\s*"([^"]+)"/.exec(incoming.body)?.[1];
    const base = incoming.method === 'POST' && id !== undefined ? `/${resource}/${id}` : path;
    const errorPath = base.endsWith('/error') ? base : `${base}/error`;
    const target = { method: 'PUT', path: errorPath };
    const trace = nextTrace(incoming.headers, this.hexDigits);
    const errorInformation = { errorCode, errorDescription: 'The simulator was told to answer so' };
    return [
      {
        service: resource === 'transfers' ? 'transfers' : 'quotes',
        to,
        method: 'PUT',
        path: errorPath,
        headers: hubHeaders(incoming, resource, to, target, trace),
        body: JSON.stringify({ errorInformation }),
      },
    ];
  }
}

/** Time for the next message to overtake one that comes in. */
const reorderMs = 50;

export async function startSwitchSimulator(
  options: SwitchSimulatorOptions,
): Promise<RunningSwitchSimulator> {
  const { port, seed = 1, sweepEveryMs = sweepEveryMsDefault } = options;
  const simulator = new SwitchSimulator(seed);
  const server = http.createServer((request, response) => serve(simulator, request, response));
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const timer = sweepEveryMs > 0 ? setInterval(() => simulator.sweep(), sweepEveryMs) : undefined;
  const { port: listening } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${listening}`,
    port: listening,
    async stop() {
      clearInterval(timer);
      simulator.deliveries.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function serve(
  simulator: SwitchSimulator,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): void {
  const chunks: Buffer[] = [];
  let length = 0;
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > bodyLengthMax) request.destroy();
    chunks.push(chunk);
  });
  request.on('end', () => {
    const incoming: Incoming = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers as Record<string, string>,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    const answer = (given: HttpAnswer | 'cut') => {
      if (given === 'cut') return void request.socket.destroy();
      const body = given.body ?? '';
      const contentType = body === '' ? {} : { 'content-type': 'application/json; charset=utf-8' };
      response.writeHead(given.status, {
        ...contentType,
        'content-length': Buffer.byteLength(body),
      });
      response.end(body);
    };
    const work = isControlPath(incoming.path)
      ? answerControl(simulator, incoming).then(answer)
      : simulator.receive(incoming, answer);
    work.catch((error: unknown) => answer({ status: 500, body: JSON.stringify(String(error)) }));
  });
}
