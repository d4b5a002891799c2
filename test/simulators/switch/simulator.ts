import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerControl, isControlPath } from './control';
import { SwitchEngine } from './engine';
import type { HttpAnswer, Incoming } from './machine/messages';

export interface SwitchSimulatorOptions {
  /** 0: any free one. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** For what is random in the switch: trace ids. */
  readonly seed?: number;
  /** How often expired transfers are looked for; 0: only on a control call. 15 s as in the real switch. */
  readonly sweepEveryMs?: number;
}

export interface RunningSwitchSimulator {
  /** http://<host>:<port>, for the FSPIOP API and, under /simulator, the control plane. */
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

const sweepEveryMsDefault = 15_000;
/** FSPIOP 3.2: bodies have at most 5 MB. */
const bodyLengthMax = 5 * 1024 * 1024;

export async function startSwitchSimulator(
  options: SwitchSimulatorOptions,
): Promise<RunningSwitchSimulator> {
  const { port, host = '127.0.0.1', seed = 1, sweepEveryMs = sweepEveryMsDefault } = options;
  const engine = new SwitchEngine(seed);
  const server = http.createServer((request, response) => serve(engine, request, response));
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const timer = sweepEveryMs > 0 ? setInterval(() => engine.sweep(), sweepEveryMs) : undefined;
  const { port: listening } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${listening}`,
    port: listening,
    async stop() {
      clearInterval(timer);
      engine.deliveries.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function serve(
  engine: SwitchEngine,
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
      receivedAt: engine.now(),
    };
    const answer = (given: HttpAnswer | 'cut') => {
      if (given === 'cut') return void request.socket.destroy();
      const body = given.body ?? '';
      const contentType = body === '' ? {} : { 'content-type': 'application/json; charset=utf-8' };
      response.writeHead(given.status, {
        ...contentType,
        date: new Date(engine.now()).toUTCString(),
        'content-length': Buffer.byteLength(body),
      });
      response.end(body);
    };
    const work = isControlPath(incoming.path)
      ? answerControl(engine, incoming).then(answer)
      : engine.receive(incoming, answer);
    work.catch((error: unknown) => answer({ status: 500, body: JSON.stringify(String(error)) }));
  });
}
