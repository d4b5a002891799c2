import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Heard, Report } from '../payments/world';

/** What the hub tells apps: how something stands, a one-time password, or that a device is to let its customer enter one. */
export interface Told extends Report {
  /** Of a payment that its payee has asked for. */
  readonly request?: { readonly payee: { readonly partyIdentifier: string } };
  readonly clientCorrelationId?: string;
  /** Of a one-time password for such a payment. */
  readonly transactionRequestId?: string;
  readonly oneTimePassword?: string;
  /** Of what a device is asked. */
  readonly questionId?: string;
  readonly triesLeft?: number;
}

/** Hears what the hub POSTs to its callback address. */
export interface Ear {
  readonly url: string;
  /** In the order in which it came. */
  told(isMeant: (one: Told) => boolean): readonly Told[];
  /** Resolves with the first such. @throws an Error when there is none within `patienceMs` */
  hears(what: string, isMeant: (one: Told) => boolean, patienceMs: number): Promise<Told>;
  /**
   * Resolves when the payment, or the request for one, has ended. @throws an Error when it has not within `patienceMs`
   */
  outcomeOf(id: string, patienceMs: number): Promise<Heard>;
  close(): Promise<void>;
}

/** Who asks for money is told by requestId, whatever payment it became. */
const isAbout =
  (id: string) =>
  ({ requestId, transactionId }: Told) =>
    (requestId ?? transactionId) === id;

const isEnd = ({ state }: Told) => state === 'COMMITTED' || state === 'ABORTED';

export async function startEar(host: string): Promise<Ear> {
  const all: Told[] = [];
  const server = createServer((request, response) => {
    void read(request).then((one) => {
      all.push(one);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const told = (isMeant: (one: Told) => boolean) => all.filter(isMeant);
  const hears = async (what: string, isMeant: (one: Told) => boolean, patienceMs: number) => {
    const deadlineMs = Date.now() + patienceMs;
    for (;;) {
      const found = all.find(isMeant);
      if (found !== undefined) return found;
      if (Date.now() > deadlineMs) throw new Error(`${what} was not told within ${patienceMs} ms`);
      await sleep(50);
    }
  };
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}/heard`,
    told,
    hears,
    async outcomeOf(id, patienceMs) {
      const startedMs = Date.now();
      const isOutcome = (one: Told) => isEnd(one) && isAbout(id)(one);
      const first = await hears(`an outcome of ${id}`, isOutcome, patienceMs);
      // Money that comes after all is told too.
      const report = told(isOutcome).at(-1) ?? first;
      return { status: 200, report, tookMs: Date.now() - startedMs };
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

async function read(request: IncomingMessage): Promise<Told> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Told;
}
