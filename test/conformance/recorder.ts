import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

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
export interface Recorder {
  readonly url: string;
  /** What has gone through since the last call. */
  take(): Sent[];
  close(): Promise<void>;
}

export async function startRecorder(switchUrl: string): Promise<Recorder> {
  let sent: Sent[] = [];
  const server = createServer((request, response) => {
    void passOn(request, switchUrl).then(
      (one) => {
        sent.push(one);
        const contentType = one.headers['content-type'] ?? 'application/json';
        response.writeHead(one.status, { 'content-type': contentType }).end(one.answer);
      },
      // The switch has gone: so has the connection to it.
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take() {
      const taken = sent;
      sent = [];
      return taken;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Of a connection, not of a message. */
const connectionHeaders = ['host', 'connection', 'content-length', 'transfer-encoding'];

async function passOn(request: IncomingMessage, switchUrl: string): Promise<Sent> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = '', url: path = '', headers } = request;
  const bytes = Buffer.concat(chunks);
  const kept = Object.entries(headers).filter(([name]) => !connectionHeaders.includes(name));
  const response = await fetch(switchUrl + path, {
    method,
    headers: kept.map(([name, value]): [string, string] => [name, String(value)]),
    ...(bytes.length > 0 && { body: bytes }),
  });
  return {
    method,
    path,
    headers,
    body: bytes.toString('utf8'),
    status: response.status,
    answer: await response.text(),
  };
}
