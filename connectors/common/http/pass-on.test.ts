import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import express from 'express';
import { silentLog } from '../../../test/kit/mojaloop';
import { answerProblems } from '../api/problems';
import { PassOn } from './pass-on';

interface Heard {
  readonly method: string;
  readonly path: string;
  readonly person: string;
  readonly body: string;
}

let heard: Heard[];
let upstream: Server;
let passing: Server;
let passOn: PassOn;

const portOf = (server: Server) => (server.address() as AddressInfo).port;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

beforeEach(async () => {
  heard = [];
  upstream = createServer((request, response) => {
    const { method = '', url: path = '', headers } = request;
    void bodyOf(request).then((body) => {
      heard.push({ method, path, person: headers.authorization ?? '', body });
      response.setHeader('Content-Type', 'text/plain').end(`${method} ${path}`);
    });
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  passOn = new PassOn({
    baseUrl: `http://127.0.0.1:${portOf(upstream)}`,
    what: 'what is asked',
    requestHeaders: ['content-type', 'content-length', 'accept'],
    answerHeaders: ['content-type', 'content-length'],
    limits: { requestBytesMax: 1_000, answerBytesMax: 10_000, silenceMs: 5_000 },
    log: silentLog,
  });
  const app = express();
  app.use(async (request, response) => {
    const authorization = String(request.headers['person']);
    await passOn.pass({ request, response }, request.originalUrl, { authorization });
  });
  app.use(answerProblems(silentLog));
  passing = createServer(app);
  await new Promise<void>((resolve) => passing.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  passOn.close();
  passing.closeAllConnections();
  upstream.closeAllConnections();
  await Promise.all(
    [passing, upstream].map((server) => new Promise((resolve) => server.close(resolve))),
  );
});

/** As it is written, to its first answer's end. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(portOf(passing), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (bytes) => (answer += bytes.toString()));
    socket.on('close', () => {
      resolve(answer);
    });
    socket.on('error', reject);
  });
}

const chunked = (method: string, body: string) =>
  `${method} /first HTTP/1.1\r\nHost: x\r\nPerson: salim\r\nConnection: close\r\n` +
  `Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n` +
  `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

test.each(['GET', 'HEAD', 'DELETE'])(
  'nothing that stands behind a %s is asked for by whoever comes next',
  async (method) => {
    const answer = await raw(chunked(method, 'what is said besides'));
    expect(answer).toMatch(/^HTTP\/1.1 200 /);
    const next = await fetch(`http://127.0.0.1:${portOf(passing)}/third`, {
      headers: { person: 'juma' },
    });
    expect(await next.text()).toBe('GET /third');
    expect(heard).toEqual([
      { method, path: '/first', person: 'salim', body: '' },
      { method: 'GET', path: '/third', person: 'juma', body: '' },
    ]);
  },
);

test.each(['POST', 'PUT', 'PATCH'])(
  'the body of a %s is passed on, chunked or not',
  async (method) => {
    await raw(chunked(method, 'what is said'));
    await fetch(`http://127.0.0.1:${portOf(passing)}/second`, {
      ...{ method, headers: { person: 'juma' }, body: 'and more' },
    });
    expect(heard.map(({ body, person }) => [person, body])).toEqual([
      ['salim', 'what is said'],
      ['juma', 'and more'],
    ]);
  },
);

test('a method that no API of ours has is refused, and its connection ends', async () => {
  const answer = await raw(chunked('OPTIONS', 'what is said besides'));
  expect(answer).toMatch(/^HTTP\/1.1 405 /);
  expect(answer).toMatch(/^connection: close/im);
  expect(heard).toEqual([]);
});

test.each([
  ['said beforehand', `Content-Length: 2000\r\n\r\n${'x'.repeat(2_000)}`],
  ['in chunks', `Transfer-Encoding: chunked\r\n\r\n7d0\r\n${'x'.repeat(2_000)}\r\n0\r\n\r\n`],
])('a body that is too large is refused, its length %s', async (_how, rest) => {
  const answer = await raw(`POST /first HTTP/1.1\r\nHost: x\r\nPerson: salim\r\n${rest}`);
  expect(answer).toMatch(/^HTTP\/1.1 413 /);
  expect(heard).toEqual([]);
});

test('nobody gets out of the address that is passed on to', async () => {
  const answer = await raw(
    'GET http://elsewhere.example/ HTTP/1.1\r\nHost: x\r\nPerson: salim\r\nConnection: close\r\n\r\n',
  );
  expect(answer).toMatch(/^HTTP\/1.1 404 /);
  expect(heard).toEqual([]);
});
