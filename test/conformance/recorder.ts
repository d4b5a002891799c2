import {
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { startLocalServer, type LocalServer } from '../kit/local-server';

/** A message that the hub has sent, and what it got for it. */
export interface Sent {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** As it was sent; empty where there was none. */
  readonly body: string;
  readonly status: number;
  readonly answer: string;
}

/** Stands between the hub and its switch, lets everything through and remembers it. */
export interface Recorder extends LocalServer {
  /** What has gone through since the last call. */
  take(): Sent[];
  /** What `take` would give, and still will. */
  seen(): readonly Sent[];
}

export async function startRecorder(switchUrl: string): Promise<Recorder> {
  let sent: Sent[] = [];
  const server = await startLocalServer((incoming, response) => {
    void passOn(incoming, switchUrl).then(
      (one) => {
        if (!isLookAtStart(one)) sent.push(one);
        const contentType = one.headers['content-type'] ?? 'application/json';
        response.writeHead(one.status, { 'content-type': contentType }).end(one.answer);
      },
      // The switch has gone: so has the connection to it.
      () => response.destroy(),
    );
  });
  return {
    ...server,
    take() {
      const taken = sent;
      sent = [];
      return taken;
    },
    seen: () => sent,
  };
}

/** A hub that starts looks whether its switch is there: no message of FSPIOP's. */
function isLookAtStart({ method, path }: Sent): boolean {
  return method === 'GET' && path === '/';
}

/**
 * A callback can overtake the answer to the request that it belongs to, which the toolkit then has not seen
 * and takes for missing.
 */
const onTheWayMs = 50;

async function passOn(incoming: IncomingMessage, switchUrl: string): Promise<Sent> {
  const body = await text(incoming);
  const { method = '', url: path = '', headers } = incoming;
  await sleep(onTheWayMs);
  const answer = await send(switchUrl + path, { method, headers }, body);
  const status = answer.statusCode ?? 0;
  return { method, path, headers, body, status, answer: await text(answer) };
}

/** Not by fetch, which would add headers of its own. */
function send(url: string, options: RequestOptions, body: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(url, options, resolve).once('error', reject).end(body);
  });
}
