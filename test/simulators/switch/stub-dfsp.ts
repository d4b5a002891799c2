import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type Wanted = (received: Received) => boolean;

/** A DFSP that keeps what it hears and answers as it is told. It does nothing by itself. */
export class StubDfsp {
  readonly heard: Received[] = [];
  /** Milliseconds since 1970; 0 before the first message. */
  lastHeardAt = 0;
  /** The status with which it answers; by default 202 for GET and POST, 200 for the others. */
  status: ((received: Received) => number | undefined) | undefined;
  /** The body with which it answers. */
  answerBody = '';
  private taken = 0;
  private waiting: { readonly wanted: Wanted; readonly resolve: (received: Received) => void }[] =
    [];
  private readonly server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const received = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers as Record<string, string>,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      const usual = received.method === 'GET' || received.method === 'POST' ? 202 : 200;
      response.writeHead(this.status?.(received) ?? usual);
      response.end(this.answerBody);
      this.hear(received);
    });
  });

  constructor(readonly fspId: string) {}

  /** @param port 0: any free one */
  async start(port = 0): Promise<string> {
    this.server.keepAliveTimeout = 65_000;
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** The next message, heard already or still to come, that no earlier call has given. */
  next(what: string, wanted: Wanted = () => true, timeoutMs = 10_000): Promise<Received> {
    const known = this.heard.findIndex(
      (received, index) => index >= this.taken && wanted(received),
    );
    const found = this.heard[known];
    if (found) {
      this.taken = known + 1;
      return Promise.resolve(found);
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`${this.fspId} did not hear ${what}; it heard ${this.summary()}`)),
        timeoutMs,
      );
      this.waiting.push({
        wanted,
        resolve: (received) => {
          clearTimeout(timer);
          this.taken = this.heard.length;
          resolve(received);
        },
      });
    });
  }

  /** All that was heard since the last call. */
  take(): readonly Received[] {
    this.taken = 0;
    return this.heard.splice(0);
  }

  forget(): void {
    this.heard.length = 0;
    this.taken = 0;
    this.status = undefined;
    this.answerBody = '';
  }

  private hear(received: Received): void {
    this.heard.push(received);
    this.lastHeardAt = Date.now();
    const lucky = this.waiting.filter(({ wanted }) => wanted(received));
    this.waiting = this.waiting.filter((waiter) => !lucky.includes(waiter));
    for (const { resolve } of lucky) resolve(received);
  }

  private summary(): string {
    return this.heard.map(({ method, path }) => `${method} ${path}`).join(', ') || 'nothing';
  }
}

/** A message of a DFSP to the switch, with the headers that FSPIOP 3.2.1 asks for. */
export async function sendAs(
  fspId: string,
  baseUrl: string,
  method: string,
  path: string,
  message: {
    readonly body?: object | string;
    readonly to?: string;
    readonly version?: string;
    /** Replaces the usual ones; null takes one away. */
    readonly headers?: Readonly<Record<string, string | null>>;
  } = {},
): Promise<{ readonly status: number; readonly body: string }> {
  const { body, to, version = '1.1' } = message;
  const resource = path.split('/')[1]?.split('?')[0] ?? '';
  const type = `application/vnd.interoperability.${resource}+json;version=`;
  const wantsAccept = method !== 'PUT';
  const headers: Record<string, string | null> = {
    'content-type': type + version,
    date: new Date().toUTCString(),
    'fspiop-source': fspId,
    ...(to !== undefined && { 'fspiop-destination': to }),
    ...(wantsAccept && { accept: type + (version.split('.')[0] ?? '') }),
    ...message.headers,
  };
  const bytes =
    body === undefined
      ? undefined
      : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const sent = Object.entries(headers).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  return new Promise((resolve, reject) => {
    const request = http.request(
      baseUrl + path,
      {
        method,
        headers: { ...Object.fromEntries(sent), ...(bytes && { 'content-length': bytes.length }) },
        agent,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      },
    );
    request.on('error', reject);
    request.end(bytes);
  });
}

const agent = new http.Agent({ keepAlive: false });
