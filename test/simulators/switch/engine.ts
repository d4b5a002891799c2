import type { EpochMs } from '../../../connectors/common/runtime';
import { Deliveries } from './delivery';
import { Faults, type FaultEffect } from './faults';
import { errorBody } from './machine/errors';
import { hubHeaders } from './machine/headers';
import type { Callback, HttpAnswer, Incoming } from './machine/messages';
import { SwitchMachine } from './machine/switch-machine';
import { nextTrace } from './machine/trace';
import { MessageLog } from './message-log';
import { hexDigitsFrom } from './random';

/** Time for the next message to overtake one that comes in. */
const reorderMs = 50;

/** The state machine with its clock, its faults, its log and its way to the DFSPs. */
export class SwitchEngine {
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

  /** Looks for expired transfers; says how many it found. */
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
    // A fault may have taken time.
    const outcome = this.machine.handle({ ...incoming, receivedAt: this.now() });
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
          this.deliveries.send(this.machine.handle(incoming).callbacks);
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
    const id = /"(?:transferId|quoteId|transactionRequestId)"\s*:\s*"([^"]+)"/.exec(
      incoming.body,
    )?.[1];
    const base = incoming.method === 'POST' && id !== undefined ? `/${resource}/${id}` : path;
    const errorPath = base.endsWith('/error') ? base : `${base}/error`;
    const trace = nextTrace(incoming.headers, this.hexDigits);
    const errorInformation = { errorCode, errorDescription: 'The simulator was told to answer so' };
    return [
      {
        service: serviceOf(resource),
        to,
        method: 'PUT',
        path: errorPath,
        headers: hubHeaders(incoming, { resource, to, method: 'PUT', uri: errorPath, trace }),
        body: JSON.stringify({ errorInformation }),
      },
    ];
  }
}

function serviceOf(resource: string): Callback['service'] {
  if (resource === 'transfers') return 'transfers';
  return /^(transactionRequests|authorizations)$/.test(resource) ? 'transactionRequests' : 'quotes';
}
