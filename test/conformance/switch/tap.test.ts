import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Tap, type Fate } from './tap';

let target: http.Server;
let tap: Tap;
let address: string;
let arrived: string[];

beforeEach(async () => {
  arrived = [];
  target = http.createServer((request, response) => {
    request.on('data', (chunk: Buffer) => arrived.push(chunk.toString('utf8')));
    request.on('end', () => response.writeHead(202, { 'x-own': 'yes' }).end('ok'));
  });
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  tap = new Tap();
  address = await tap.before('hub', `http://127.0.0.1:${(target.address() as AddressInfo).port}`);
});
afterEach(() => {
  tap.stop();
  target.closeAllConnections();
  target.close();
});

const post = (body: string) => fetch(`${address}/transfers?a=b`, { method: 'POST', body });

test('what passes arrives as it was sent, and is written down with its answer', async () => {
  const response = await post('{"b": 1, "ü":2}');
  expect([response.status, response.headers.get('x-own'), await response.text()]).toEqual([
    202,
    'yes',
    'ok',
  ]);
  expect(arrived.join('')).toBe('{"b": 1, "ü":2}');
  const [passage] = tap.passages;
  expect(passage).toMatchObject({ to: 'hub', method: 'POST', path: '/transfers?a=b', status: 202 });
  expect(passage?.body.toString('utf8')).toBe('{"b": 1, "ü":2}');
});

test.each<[string, Fate, string, string]>([
  ['is answered in the receiver’s place', { answer: 503 }, '503', ''],
  ['is cut before it arrives', { cut: true }, 'no answer', ''],
  ['arrives, and its answer is lost', { cutAfter: true }, 'no answer', 'x'],
])('a request that meets its fate %s', async (_what, fate, heard, gotThrough) => {
  const takeBack = tap.intercept(({ method }) => method === 'POST', fate);
  const answer = await post('x').then(
    ({ status }) => String(status),
    () => 'no answer',
  );
  expect([answer, arrived.join('')]).toEqual([heard, gotThrough]);
  takeBack();
  expect((await post('y')).status).toBe(202);
});

test('a request that is held arrives when it is let go', async () => {
  let letGo = (): void => undefined;
  const holdUntil = new Promise<void>((resolve) => (letGo = resolve));
  tap.intercept(() => true, { holdUntil });
  const answered = post('x');
  while (tap.passages.length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(arrived).toEqual([]);
  letGo();
  expect((await answered).status).toBe(202);
  expect(arrived).toEqual(['x']);
});
