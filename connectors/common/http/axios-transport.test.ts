import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { createAxiosTransport } from './axios-transport';
import type { HttpRequest } from '../runtime';

let answer: (request: IncomingMessage, response: ServerResponse) => void;
let server: Server;
let base: string;
const transport = createAxiosTransport();

beforeAll(async () => {
  server = createServer((request, response) => {
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  transport.close();
  server.closeAllConnections();
  server.close();
});

const get = (overrides: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url: `${base}/things`,
  headers: {},
  timeoutMs: 5_000,
  ...overrides,
});

test('only the headers that were asked for are sent, and no Accept of the client library', async () => {
  let seen: string[] = [];
  answer = (request, response) => {
    seen = Object.keys(request.headers).sort();
    response.end('ok');
  };
  const body = '{"a" : 1.10}';
  await transport.request(
    get({ method: 'PUT', headers: { 'Content-Type': 'application/vnd.x+json' }, body }),
  );
  expect(seen).toEqual(['connection', 'content-length', 'content-type', 'host']);
});

test('the body goes out and the answer comes back byte for byte', async () => {
  let sent = '';
  answer = (request, response) => {
    request.on('data', (chunk: Buffer) => (sent += chunk.toString()));
    request.on('end', () => response.end('{"amount":100.10}'));
  };
  const body = '{ "b":1,"a":"é" }';
  const headers = { 'content-type': 'application/json' };
  const response = await transport.request(get({ method: 'POST', headers, body }));
  expect(sent).toBe(body);
  expect(response.body).toBe('{"amount":100.10}');
});

test('a body without a media type is not called a form', async () => {
  let seen: string[] = [];
  answer = (request, response) => {
    seen = Object.keys(request.headers).sort();
    response.end('ok');
  };
  await transport.request(get({ method: 'POST', body: 'x' }));
  expect(seen).toEqual(['connection', 'content-length', 'host']);
});

test('an answer that was packed unasked is unpacked, and one that cannot be is a failure', async () => {
  answer = (request, response) => {
    response.setHeader('content-encoding', request.url === '/gzip' ? 'gzip' : 'br');
    response.end(gzipSync('{"amount":1.10}'));
  };
  const packed = await transport.request(get({ url: `${base}/gzip` }));
  expect(packed.body).toBe('{"amount":1.10}');
  await expect(transport.request(get())).rejects.toMatchObject({ reason: 'other', notSent: false });
});

test('an answer larger than any peer has reason to send is refused, packed or not', async () => {
  const large = Buffer.alloc(6 * 1024 * 1024);
  answer = (request, response) => {
    if (request.url === '/gzip') response.setHeader('content-encoding', 'gzip');
    response.end(request.url === '/gzip' ? gzipSync(large) : large);
  };
  for (const url of [`${base}/plain`, `${base}/gzip`]) {
    const failure = transport.request(get({ url }));
    await expect(failure).rejects.toMatchObject({ reason: 'other', notSent: false });
  }
});

test('the same header twice in an answer is one, and its name is in lower case', async () => {
  answer = (_request, response) => {
    response.setHeader('X-Served-From-Cache', 'true').setHeader('Set-Cookie', ['a=1', 'b=2']);
    response.end();
  };
  const { headers } = await transport.request(get());
  expect(headers).toMatchObject({ 'x-served-from-cache': 'true', 'set-cookie': 'a=1,b=2' });
});

test('of an answer that is not UTF-8 the status counts, and nothing is made up in place of its bytes', async () => {
  answer = (_request, response) => {
    response.writeHead(503).end(Buffer.from('{"name":"José"}', 'latin1'));
  };
  expect(await transport.request(get())).toMatchObject({ status: 503, body: '' });
});

test('an error status and a redirect are answers, not failures', async () => {
  answer = (request, response) => {
    response
      .writeHead(request.url === '/moved' ? 302 : 503, { location: `${base}/elsewhere` })
      .end();
  };
  await expect(transport.request(get())).resolves.toMatchObject({ status: 503 });
  const moved = transport.request(get({ url: `${base}/moved` }));
  await expect(moved).resolves.toMatchObject({ status: 302 });
});

test('no answer in time is a timeout of unknown effect', async () => {
  answer = () => undefined;
  const failure = transport.request(get({ timeoutMs: 30 }));
  await expect(failure).rejects.toMatchObject({ reason: 'timeout', notSent: false });
});

test('a caller who gives up ends the request', async () => {
  answer = () => undefined;
  const controller = new AbortController();
  const failure = transport.request(get({ signal: controller.signal }));
  controller.abort();
  await expect(failure).rejects.toMatchObject({ reason: 'aborted' });
});

test('an answer that stops in the middle leaves the effect unknown, late or broken off', async () => {
  answer = (request, response) => {
    response.setHeader('content-length', '100').write('{');
    if (request.url === '/broken') setImmediate(() => request.socket.destroy());
  };
  const late = transport.request(get({ timeoutMs: 30 }));
  await expect(late).rejects.toMatchObject({ reason: 'timeout', notSent: false });
  const broken = transport.request(get({ url: `${base}/broken` }));
  await expect(broken).rejects.toMatchObject({ notSent: false });
});

test('a caller who has given up before sends nothing', async () => {
  let requests = 0;
  answer = (_request, response) => {
    requests += 1;
    response.end();
  };
  const failure = transport.request(get({ signal: AbortSignal.abort() }));
  await expect(failure).rejects.toMatchObject({ reason: 'aborted' });
  expect(requests).toBe(0);
});

test('a connection that breaks in the middle leaves the effect unknown', async () => {
  answer = (request) => request.socket.destroy();
  const failure = transport.request(get());
  await expect(failure).rejects.toMatchObject({ reason: 'connection-lost', notSent: false });
});

test('where nobody listens, nothing was sent', async () => {
  const failure = transport.request(get({ url: 'http://127.0.0.1:1/' }));
  await expect(failure).rejects.toMatchObject({ reason: 'connection-refused', notSent: true });
});

test('a host of which nobody knows was sent nothing', async () => {
  const failure = transport.request(get({ url: 'http://nobody.invalid/' }));
  await expect(failure).rejects.toMatchObject({ reason: 'connection-refused', notSent: true });
});

test.each(['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'])(
  'a network that goes away (%s) when the request is out leaves the effect unknown',
  async (code) => {
    let socket: Socket | undefined;
    const watch = (message: unknown) => void ({ socket } = message as { socket: Socket });
    subscribe('net.client.socket', watch);
    const lost = Object.assign(new Error(`read ${code}`), { code, syscall: 'read' });
    answer = () => socket?.destroy(lost);
    const fresh = createAxiosTransport();
    const failure = fresh.request(get());
    await expect(failure).rejects.toMatchObject({ reason: 'connection-lost', notSent: false });
    unsubscribe('net.client.socket', watch);
    fresh.close();
  },
);
