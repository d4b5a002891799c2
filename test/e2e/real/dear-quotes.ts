import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

/** Stands before a DFSP's POST /quotes and lets it be asked for half as much again: so it quotes more. */
export interface DearQuotes {
  readonly url: string;
  close(): Promise<void>;
}

const quoteRequestSchema = z.looseObject({
  amount: z.object({ amount: z.string(), currency: z.string() }),
});
/** What fetch sets by itself. */
const hopHeaders = ['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive'];

export async function startDearQuotes(host: string, dfspUrl: string): Promise<DearQuotes> {
  const server = createServer((request, response) => {
    void textOf(request)
      .then((text) =>
        fetch(dfspUrl + (request.url ?? ''), {
          method: request.method ?? 'GET',
          headers: headersOf(request),
          ...(text === '' ? {} : { body: request.method === 'POST' ? dearer(text) : text }),
        }),
      )
      .then(async (answer) => response.writeHead(answer.status).end(await answer.text()))
      .catch(() => response.writeHead(502).end());
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

function dearer(text: string): string {
  const asked = quoteRequestSchema.parse(JSON.parse(text));
  const { amount, currency } = asked.amount;
  return JSON.stringify({ ...asked, amount: { amount: String(Number(amount) * 1.5), currency } });
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const passed = Object.entries(headers).filter(([name]) => !hopHeaders.includes(name));
  return Object.fromEntries(passed.map(([name, value]) => [name, String(value)]));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
