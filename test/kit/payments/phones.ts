import type { RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { startLocalServer, type LocalServer } from '../local-server';

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
export interface Phones extends LocalServer {
  /** Resolves with the first that has come since then and `matches`. @throws an Error when none comes within 30 s */
  next(sinceMs: number, matches: (callback: Callback) => boolean): Promise<Callback>;
}

const patienceMs = 30_000;

/** @param port 0: any that is free */
export async function startPhones(port = 0): Promise<Phones> {
  const callbacks: Callback[] = [];
  const lines: string[] = [];
  const listener: RequestListener = (request, response) => {
    if (request.method === 'GET') {
      // For people: all that was heard, a line each.
      response.writeHead(200, { 'Content-Type': 'application/jsonl' }).end(lines.join(''));
      return;
    }
    void text(request).then((json) => {
      const body: unknown = JSON.parse(json);
      callbacks.push({ ...callbackSchema.parse(body), atMs: Date.now() });
      lines.push(`${JSON.stringify(body)}\n`);
      response.writeHead(204).end();
    });
  };
  const server = await startLocalServer(listener, { port });
  return {
    ...server,
    url: `${server.url}/callbacks`,
    async next(sinceMs, matches) {
      const endMs = Date.now() + patienceMs;
      while (Date.now() < endMs) {
        const found = callbacks.find((one) => one.atMs >= sinceMs && matches(one));
        if (found !== undefined) return found;
        await sleep(20);
      }
      throw new Error(`no app was told that within ${patienceMs} ms`);
    },
  };
}
