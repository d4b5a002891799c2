import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const moneySchema = z.object({ amount: z.string(), currency: z.string() });

/** What both DFSPs' apps are told without asking, as far as payments that the payee asks for need it. */
const callbackSchema = z.object({
  state: z.string().optional(),
  requestId: z.string().optional(),
  transactionId: z.string().optional(),
  /** What the payer is asked for. */
  request: z.object({ amount: moneySchema, note: z.string().optional() }).optional(),
  quote: z.object({ payerPays: moneySchema.optional() }).optional(),
  /** For the payer's eyes alone. */
  oneTimePassword: z.string().optional(),
  /** The payee's device is to let the payer enter one. */
  triesLeft: z.number().optional(),
});
export type Callback = z.output<typeof callbackSchema> & { readonly atMs: number };

/** The callback address of all apps. */
export interface Phones {
  readonly url: string;
  /** In the order in which they came. */
  readonly callbacks: readonly Callback[];
  /** Resolves with the first that has come since then and `matches`. @throws an Error when none comes within 30 s */
  next(sinceMs: number, matches: (callback: Callback) => boolean): Promise<Callback>;
  close(): void;
}

const patienceMs = 30_000;

export async function startPhones(): Promise<Phones> {
  const callbacks: Callback[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      callbacks.push({ ...callbackSchema.parse(body), atMs: Date.now() });
      response.writeHead(204).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callbacks`,
    callbacks,
    async next(sinceMs, matches) {
      const endMs = Date.now() + patienceMs;
      while (Date.now() < endMs) {
        const found = callbacks.find((one) => one.atMs >= sinceMs && matches(one));
        if (found !== undefined) return found;
        await sleep(20);
      }
      throw new Error(`no app was told that within ${patienceMs} ms`);
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
