import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { useCases } from '../../../connectors/common/contracts/use-cases';
import type { Heard, Order, Report } from '../payments/world';

/** Hears outcomes that the hub POSTs to its callback address. */
export interface Ear {
  readonly url: string;
  /** Resolves when the payment has ended. @throws an Error when it has not within `patienceMs` */
  outcomeOf(transactionId: string, patienceMs: number): Promise<Heard>;
  close(): Promise<void>;
}

export async function startEar(host: string): Promise<Ear> {
  const heard = new Map<string, Report>();
  const server = createServer((request, response) => {
    void readReport(request).then((report) => {
      if (report.state === 'COMMITTED' || report.state === 'ABORTED') {
        heard.set(report.transactionId ?? '', report);
      }
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}/heard`,
    async outcomeOf(transactionId, patienceMs) {
      const startedMs = Date.now();
      while (Date.now() < startedMs + patienceMs) {
        const report = heard.get(transactionId);
        if (report !== undefined) return { status: 200, report, tookMs: Date.now() - startedMs };
        await sleep(100);
      }
      throw new Error(`no outcome of ${transactionId} was told within ${patienceMs} ms`);
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

async function readReport(request: IncomingMessage): Promise<Report> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Report;
}

/** An app of one DFSP's customer. */
export interface App {
  pay(payerMsisdn: string, order: Order, waitS?: number): Promise<Heard>;
  decide(transactionId: string, decision: 'accept' | 'refuse'): Promise<Heard>;
  stateOf(transactionId: string): Promise<Heard>;
}

const usualWaitS = 50;

export function createApp(channelAddress: string, token: string): App {
  const authorization = `Bearer ${token}`;
  const post = (path: string, body: object, waitS: number): Promise<Heard> =>
    call(path, {
      method: 'POST',
      headers: {
        authorization,
        'content-type': 'application/json',
        ...(waitS > 0 && { prefer: `wait=${waitS}` }),
      },
      body: JSON.stringify(body),
    });
  const call = async (path: string, init: RequestInit): Promise<Heard> => {
    const startedMs = Date.now();
    const response = await fetch(`${channelAddress}${path}`, init);
    const report = (await response.json()) as Report;
    return { status: response.status, report, tookMs: Date.now() - startedMs };
  };
  const party = (msisdn: string) => ({ partyIdType: 'MSISDN', partyIdentifier: msisdn });
  return {
    pay: (
      payerMsisdn,
      { payeeMsisdn, useCase = 'channel-transfer', ...order },
      waitS = usualWaitS,
    ) =>
      post(
        `/channel/${useCases[useCase].resource}`,
        { ...order, payer: party(payerMsisdn), payee: party(payeeMsisdn) },
        waitS,
      ),
    decide: (transactionId, decision) =>
      post(`/channel/transfer/${transactionId}/decision`, { decision }, usualWaitS),
    stateOf: (transactionId) =>
      call(`/channel/transfer/${transactionId}`, { headers: { authorization } }),
  };
}
