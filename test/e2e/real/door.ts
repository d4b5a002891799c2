import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer, text } from 'node:stream/consumers';

/** Stands before a part of the run, and does with messages to it what a scenario wants done. */
export interface Door {
  /** The part's address, through the door. */
  readonly url: string;
  /** From now on; at first everything is passed on. */
  treat(treatment: Treatment): void;
  /** Resolves when the next message that `matches` has come, before anything is done with it. */
  seen(matches: (message: Message) => boolean): Promise<void>;
  close(): Promise<void>;
}

export interface Message {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer<ArrayBuffer>;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text?: string;
}

/** Resolves with the answer; with undefined where there is never to be one. */
export type Treatment = (message: Message, passOn: PassOn) => Promise<Answer | undefined>;
export type PassOn = (message: Message) => Promise<Answer>;

export const letPass: Treatment = (message, passOn) => passOn(message);

export async function startDoor(host: string, target: string): Promise<Door> {
  const { origin, pathname } = new URL(target);
  let treatment = letPass;
  const watchers = new Set<(message: Message) => void>();
  const treat = (message: Message) => {
    for (const watch of watchers) watch(message);
    return treatment(message, (passed) => passOn(passed, origin));
  };
  const server = http.createServer((request, response) => {
    void read(request)
      .then(treat)
      .catch((): Answer => ({ status: 502 }))
      .then((answer) => {
        // Whoever asked may wait no longer.
        if (answer === undefined || response.destroyed) return;
        response.writeHead(answer.status, answer.headers).end(answer.text);
      });
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}${pathname.replace(/\/$/, '')}`,
    treat(by) {
      treatment = by;
    },
    seen: (matches) =>
      new Promise((resolve) => {
        const watch = (message: Message) => {
          if (!matches(message)) return;
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: http.IncomingMessage): Promise<Message> {
  const { method = '', url: path = '', headers } = request;
  return { method, path, headers, body: await buffer(request) };
}

/** Those of one connection, or of the bytes on it, and what asks for other bytes. */
const ofConnection = new Set([
  'host',
  'connection',
  'keep-alive',
  'content-length',
  'accept-encoding',
  'transfer-encoding',
]);

function headersOf({ headers }: Pick<Message, 'headers'>): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !ofConnection.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

/** Not by fetch, which adds an Accept: a callback must have none (FSPIOP 3.2.1), and the switch refuses it. */
async function passOn(message: Message, origin: string): Promise<Answer> {
  const { method, path, body } = message;
  const request = http.request(origin + path, { method, headers: headersOf(message) });
  const answered = once(request, 'response') as Promise<[http.IncomingMessage]>;
  request.end(body);
  const [response] = await answered;
  return {
    status: response.statusCode ?? 502,
    headers: headersOf(response),
    text: await text(response),
  };
}
