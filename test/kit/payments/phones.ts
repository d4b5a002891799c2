import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
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

/** @param port 0: any that is free */
export async function startPhones(port = 0): Promise<Phones> {
  const callbacks: Callback[] = [];
  const lines: string[] = [];
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      // For people: all that was heard, a line each.
      response.writeHead(200, { 'Content-Type': 'application/jsonl' }).end(lines.join(''));
      return;
    }
    void textOf(request).then((text) => {
      const body: unknown = JSON.parse(text);
      callbacks.push({ ...callbackSchema.parse(body), atMs: Date.now() });
      lines.push(`${JSON.stringify(body)}\n`);
      response.writeHead(204).end();
    });
  });
  server.listen(port, '127.0.0.1');
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

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
