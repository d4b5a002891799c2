import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Stands before the switch's service for transfers, and can deliver one of them late. */
export interface LateDoor {
  readonly url: string;
  /** The next POST /transfers reaches the switch so late, and its repeats not at all. Resolves when it has come here. */
  delayNextTransfer(byMs: number): Promise<void>;
  close(): Promise<void>;
}

interface Message {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer<ArrayBuffer>;
}

export async function startLateDoor(host: string, target: string): Promise<LateDoor> {
  let delay: { readonly byMs: number; readonly caught: () => void } | undefined;
  let isDelaying = false;
  const server = http.createServer((request, response) => {
    void (async () => {
      const message = await read(request);
      if (message.method === 'POST' && isDelaying) {
        response.writeHead(503).end();
        return;
      }
      if (message.method === 'POST' && delay !== undefined) {
        const { byMs, caught } = delay;
        delay = undefined;
        isDelaying = true;
        caught();
        await sleep(byMs);
        isDelaying = false;
      }
      const { status, headers, text } = await forward(message, target);
      // Whoever asked may wait no longer.
      if (!response.destroyed) response.writeHead(status, headers).end(text);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    delayNextTransfer: (byMs) =>
      new Promise((resolve) => {
        delay = { byMs, caught: resolve };
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: http.IncomingMessage): Promise<Message> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = '', url: path = '', headers } = request;
  return { method, path, headers, body: Buffer.concat(chunks) };
}

/** With the headers that it came with; only those of the connection are fetch's own. */
async function forward({ method, path, headers, body }: Message, target: string) {
  const kept = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    ['host', 'connection', 'content-length', 'transfer-encoding'].includes(name)
      ? []
      : [[name, String(value)]],
  );
  const response = await fetch(target + path, {
    method,
    headers: kept,
    ...(body.length > 0 && { body }),
  });
  const date = response.headers.get('date');
  return {
    status: response.status,
    headers: {
      ...(date !== null && { date }),
      'content-type': response.headers.get('content-type') ?? 'application/json',
    },
    text: await response.text(),
  };
}
