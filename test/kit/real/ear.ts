import type { RequestListener } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { startLocalServer, type LocalServer } from '../local-server';
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
export interface Ear extends LocalServer {
  /** In the order in which it came. */
  told(isMeant: (one: Told) => boolean): readonly Told[];
  /** Resolves with the first such. @throws an Error when there is none within `patienceMs` */
  hears(what: string, isMeant: (one: Told) => boolean, patienceMs: number): Promise<Told>;
  /**
   * Resolves when the payment, or the request for one, has ended. @throws an Error when it has not within `patienceMs`
   */
  outcomeOf(id: string, patienceMs: number): Promise<Heard>;
}

/** Who asks for money is told by requestId, whatever payment it became. */
const isAbout =
  (id: string) =>
  ({ requestId, transactionId }: Told) =>
    (requestId ?? transactionId) === id;

const isEnd = ({ state }: Told) => state === 'COMMITTED' || state === 'ABORTED';

export async function startEar(host: string): Promise<Ear> {
  const all: Told[] = [];
  const listener: RequestListener = (request, response) => {
    void json(request).then((one) => {
      all.push(one as Told);
      response.writeHead(204).end();
    });
  };
  const server = await startLocalServer(listener, { host });
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
    ...server,
    url: `${server.url}/heard`,
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
  };
}
