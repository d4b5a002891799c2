import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { json } from 'node:stream/consumers';
import type { SwitchAddresses } from '../../kit/real/addresses';
import { startLocalServer, type LocalServer } from '../../kit/local-server';
import { currency } from '../../kit/stack/dfsps';

/** A DFSP that fulfils whatever comes, and can have money sent to it in another's name: nothing is signed here. */
export interface Crane extends LocalServer {
  /** Resolves with the transferId when the payee has answered. */
  transferFrom(payerFsp: string, payeeFsp: string, amount: string): Promise<string>;
}

export async function startCrane(host: string, { transfers }: SwitchAddresses): Promise<Crane> {
  const fulfilment = randomBytes(32);
  const answered = new Map<string, (answer: Promise<void>) => void>();
  const server = await startLocalServer(
    (request, response) => {
      void json(request)
        .catch(() => undefined)
        .then((body) => {
          response.writeHead(request.method === 'POST' ? 202 : 200).end();
          if (request.method !== 'POST' || !isTransfer(body)) return;
          answered.get(body.transferId)?.(put(transfers, body, fulfilment));
        });
    },
    { host },
  );
  return {
    ...server,
    async transferFrom(payerFsp, payeeFsp, amount) {
      const transferId = randomUUID();
      const isAnswered = new Promise<void>((resolve) => answered.set(transferId, resolve));
      await send('POST', `${transfers}/transfers`, payerFsp, payeeFsp, {
        ...{ transferId, payerFsp, payeeFsp, amount: { amount, currency } },
        ilpPacket: Buffer.from('a packet that only the payee reads').toString('base64url'),
        condition: createHash('sha256').update(fulfilment).digest('base64url'),
        expiration: new Date(Date.now() + 30_000).toISOString(),
      });
      await isAnswered;
      return transferId;
    },
  };
}

interface Transfer {
  readonly transferId: string;
  readonly payerFsp: string;
  readonly payeeFsp: string;
}

const isTransfer = (body: unknown): body is Transfer =>
  typeof body === 'object' && body !== null && 'transferId' in body;

function put(transfers: string, { transferId, payerFsp, payeeFsp }: Transfer, fulfilment: Buffer) {
  return send('PUT', `${transfers}/transfers/${transferId}`, payeeFsp, payerFsp, {
    fulfilment: fulfilment.toString('base64url'),
    completedTimestamp: new Date().toISOString(),
    transferState: 'COMMITTED',
  });
}

async function send(
  method: 'POST' | 'PUT',
  url: string,
  source: string,
  destination: string,
  body: object,
): Promise<void> {
  const type = 'application/vnd.interoperability.transfers+json;version=1.1';
  const response = await fetch(url, {
    method,
    headers: {
      'content-type': type,
      // Never fetch's own: the switch refuses it, on callbacks too.
      accept: 'application/vnd.interoperability.transfers+json;version=1',
      date: new Date().toUTCString(),
      'fspiop-source': source,
      'fspiop-destination': destination,
    },
    body: JSON.stringify(body),
  });
  if (!response.ok)
    throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
}
