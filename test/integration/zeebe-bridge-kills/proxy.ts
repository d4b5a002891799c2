/** One address for several bridges, and the bad answers that a network and a full store give. */
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer, text } from 'node:stream/consumers';

export interface BridgesProxy {
  readonly address: string;
  /** Bad answers given so far, by their kind. */
  readonly given: Readonly<Record<BadAnswer, number>>;
  close(): Promise<void>;
}

/** `refused` never gets to a bridge; after the other two Kafka has what the exporter does not know of. */
export type BadAnswer = 'refused' | 'lost' | 'partial';

interface Answer {
  readonly status: number;
  readonly body: string;
}

const badAnswers: Readonly<Record<BadAnswer, Answer>> = {
  refused: {
    status: 429,
    body: '{"error":{"type":"es_rejected_execution_exception"},"status":429}',
  },
  lost: { status: 502, body: 'bad gateway' },
  partial: { status: 200, body: '{"errors":true,"items":[{"index":{"status":507}}]}' },
};

/** @param random in [0, 1) */
export async function startProxy(
  ports: readonly number[],
  random: () => number,
): Promise<BridgesProxy> {
  const given = { refused: 0, lost: 0, partial: 0 };
  let turn = 0;
  const server = createServer((request, response) => {
    void (async () => {
      const body = await buffer(request);
      const [bad] = random() < 0.15 ? pick(random) : [];
      if (bad !== undefined) given[bad] += 1;
      turn += 1;
      const port = ports[turn % ports.length] ?? 0;
      const real = bad === 'refused' ? undefined : await forward(port, request, body);
      const answer = bad === undefined ? real : badAnswers[bad];
      const { status, body: text } = answer ?? badAnswers.lost;
      response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    given,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function pick(random: () => number): BadAnswer[] {
  const kinds = Object.keys(badAnswers) as BadAnswer[];
  return kinds.slice(Math.floor(random() * kinds.length));
}

/** 502 for a bridge that is gone: as whatever stands in front of several says. */
function forward(port: number, { method, url }: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resolve) => {
    const away = (): void => resolve(badAnswers.lost);
    const request = httpRequest({ port, method, path: url, timeout: 25_000 }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 502, body }), away);
    });
    request.on('error', away).on('timeout', () => request.destroy());
    request.end(body);
  });
}
