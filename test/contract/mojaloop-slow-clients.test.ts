/** What a client that means no good, or is broken, can do to the FSPIOP port: nothing to the others. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ServerTimeouts } from '../../connectors/common/http/server';
import { createAuthority, TlsFolder, type Authority, type Pair } from '../kit/certificates';
import { cpuTimeMs } from '../kit/cpu-time';
import { mojaloopTenant } from '../kit/mojaloop';
import { startMojaloop, type RunningMojaloop } from '../kit/parts/mojaloop';

const megabyte = 1024 * 1024;
const short: Partial<ServerTimeouts> = {
  handshakeMs: 100,
  headersMs: 100,
  requestMs: 200,
  silenceMs: 300,
  checkEveryMs: 20,
};

let authority: Authority;
let clientPair: Pair;
let folder: TlsFolder;
let mojaloop: RunningMojaloop;
const sockets: Socket[] = [];

beforeAll(async () => {
  authority = await createAuthority('scheme');
  clientPair = await authority.issue();
  folder = new TlsFolder({ pair: await authority.issue(), authority });
});
afterAll(() => folder.remove());

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await mojaloop.close();
});

async function start(
  overTls: boolean,
  environment: Record<string, string> = {},
  timeouts: Partial<ServerTimeouts> = {},
): Promise<void> {
  const tls: Record<string, string> = overTls ? { MOJALOOP_TLS_DIRECTORY: folder.path } : {};
  mojaloop = await startMojaloop(
    [mojaloopTenant('buffalo')],
    { ...tls, ...environment },
    {},
    timeouts,
  );
}

/** A connection, and what comes back over it. */
interface Client {
  readonly socket: Socket;
  readonly closed: Promise<unknown>;
  received(): string;
  /** Resolves when so many answers have come, or rejects when the connection closes before. */
  answers(count: number): Promise<string>;
}

async function open(): Promise<Client> {
  const { hostname: host, port, protocol } = new URL(mojaloop.url);
  const options = { host, port: Number(port) };
  const socket =
    protocol === 'https:'
      ? connectTls({
          ...options,
          ca: authority.certificate,
          cert: clientPair.certificate,
          key: clientPair.key,
        })
      : connect(options);
  sockets.push(socket);
  socket.setNoDelay(true).on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  let received = '';
  const waiting = new Set<() => void>();
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString('latin1');
    for (const look of waiting) look();
  });
  await once(socket, protocol === 'https:' ? 'secureConnect' : 'connect');
  return {
    socket,
    closed,
    received: () => received,
    answers: (count) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (received.split('HTTP/1.1 ').length > count) resolve(received);
        };
        waiting.add(look);
        look();
        void closed.then(() => reject(new Error(`closed after: ${received}`)));
      }),
  };
}

const lines = (...all: string[]): string => `${all.join('\r\n')}\r\n\r\n`;
const fspiop = (resource: string) => [
  'Host: hub.example',
  `Content-Type: application/vnd.interoperability.${resource}+json;version=1.1`,
  `Accept: application/vnd.interoperability.${resource}+json;version=1.1`,
  'Date: Sat, 21 Nov 2026 10:24:00 GMT',
  'FSPIOP-Source: lionfsp',
  'FSPIOP-Destination: buffalofsp',
];
const lookUp = lines('GET /parties/MSISDN/255700000002 HTTP/1.1', ...fspiop('parties'));
const postQuote = (...more: string[]) =>
  lines('POST /quotes HTTP/1.1', ...fspiop('quotes'), ...more);
const announced = (bytes: number) => postQuote(`Content-Length: ${bytes}`);
const chunked = postQuote('Transfer-Encoding: chunked');
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

/** The others are served as ever. */
async function expectServed(): Promise<void> {
  const other = await open();
  other.socket.write(lookUp);
  expect(await other.answers(1)).toMatch(/^HTTP\/1\.1 202 /);
}

/** Sends what it gets rid of until the server closes; resolves with the number of bytes. */
async function pour({ socket, closed }: Client, piece: string): Promise<number> {
  const more = (): void => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.on('drain', more);
  more();
  await closed;
  return socket.bytesWritten;
}

describe.each([
  ['HTTP', false],
  ['HTTPS', true],
])('over %s', (_protocol, overTls) => {
  describe('who is too slow is cut off:', () => {
    beforeEach(() => start(overTls, {}, short));

    test('saying nothing', async () => {
      const client = await open();
      await client.closed;
      await expectServed();
    });

    test('headers that trickle in', async () => {
      const client = await open();
      client.socket.write('GET /parties/MSISDN/1 HTTP/1.1\r\n');
      const trickle = setInterval(() => client.socket.write('X: y\r\n'), 10);
      await client.closed;
      clearInterval(trickle);
      expect(client.received()).toMatch(/^HTTP\/1\.1 408 /);
      await expectServed();
    });

    test.each([
      ['announced', announced(10_000), 'x'],
      ['in chunks', chunked, chunk('x')],
    ])('a body that trickles in, %s', async (_kind, head, piece) => {
      const client = await open();
      client.socket.write(head);
      const trickle = setInterval(() => client.socket.write(piece), 10);
      await client.closed;
      clearInterval(trickle);
      expect(client.received()).toMatch(/^HTTP\/1\.1 408 /);
      expect(mojaloop.engine.published).toEqual([]);
      await expectServed();
    });

    test('not reading the answers', async () => {
      const client = await open();
      client.socket.pause();
      const request = lines('GET /nowhere HTTP/1.1', 'Host: hub.example').repeat(1_000);
      await pour(client, request);
      await expectServed();
      // Some 20,000 answers fit into the buffers before the server has to wait.
    }, 60_000);
  });

  describe('what is too large is refused without being read:', () => {
    beforeEach(() => start(overTls));

    test('headers of more than 64 KB', async () => {
      const client = await open();
      client.socket.write(`GET /quotes HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`);
      await client.closed;
      expect(client.received()).toMatch(/^HTTP\/1\.1 431 /);
      await expectServed();
    });

    test('headers of 60 KB pass', async () => {
      const client = await open();
      client.socket.write(lookUp.replace('\r\n\r\n', `\r\nX: ${'x'.repeat(60_000)}\r\n\r\n`));
      expect(await client.answers(1)).toMatch(/^HTTP\/1\.1 202 /);
    });

    test.each([
      ['announced', announced(1_000 * megabyte), 'x'.repeat(65_536)],
      ['in chunks', chunked, chunk('x'.repeat(65_536))],
    ])('a body without an end, %s', async (_kind, head, piece) => {
      const client = await open();
      client.socket.write(head);
      const sentBytes = await pour(client, piece);
      expect(client.received()).toMatch(/^HTTP\/1\.1 413 /);
      expect(client.received()).toMatch(/Connection: close/i);
      expect(client.received()).toContain('"errorCode":"3104"');
      // What lay in the socket's buffers on the way included.
      expect(sentBytes).toBeLessThan(24 * megabyte);
      expect(mojaloop.engine.published).toEqual([]);
      await expectServed();
    });

    test('a body in chunks of one byte, which would cost seconds', async () => {
      const client = await open();
      client.socket.write(chunked);
      const sentBytes = await pour(client, chunk('x').repeat(10_000));
      expect(client.received()).toMatch(/^HTTP\/1\.1 400 [^]*"errorCode":"3101"/);
      expect(sentBytes).toBeLessThan(24 * megabyte);
      await expectServed();
    });

    test('a body whose headers are refused already', async () => {
      const client = await open();
      client.socket.write(announced(5 * megabyte).replace('lionfsp', ''));
      const sentBytes = await pour(client, 'x'.repeat(65_536));
      expect(client.received()).toMatch(/^HTTP\/1\.1 400 /);
      expect(client.received()).toContain('"errorCode":"3102"');
      expect(sentBytes).toBeLessThan(24 * megabyte);
    });

    test('a small body whose headers are refused does not cost the connection', async () => {
      const client = await open();
      client.socket.write(`${announced(5).replace('lionfsp', '')}{   }${lookUp}`);
      expect(await client.answers(2)).toMatch(/^HTTP\/1\.1 400 [^]*HTTP\/1\.1 202 /);
    });
  });

  describe('what is not quite HTTP:', () => {
    beforeEach(() => start(overTls));

    test('a body that breaks off starts nothing', async () => {
      const client = await open();
      client.socket.write(`${announced(1_000)}{"quoteId":`);
      client.socket.end();
      await client.closed;
      expect(mojaloop.engine.published).toEqual([]);
      await expectServed();
    });

    test('requests sent without waiting are answered in order', async () => {
      const client = await open();
      const nowhere = lines('GET /nowhere HTTP/1.1', 'Host: hub.example');
      client.socket.write(`${lookUp}${nowhere}${lookUp}`);
      const text = await client.answers(3);
      expect([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual([
        '202',
        '404',
        '202',
      ]);
    });

    test('who waits to be told to go on is told', async () => {
      const client = await open();
      client.socket.write(postQuote('Content-Length: 2', 'Expect: 100-continue'));
      expect(await client.answers(1)).toMatch(/^HTTP\/1\.1 100 /);
      client.socket.write('{}');
      expect(await client.answers(2)).toMatch(/HTTP\/1\.1 400 [^]*"errorCode":"3102"/);
    });

    test.each([
      ['two lengths', postQuote('Content-Length: 2', 'Content-Length: 3')],
      ['chunks and a length', postQuote('Content-Length: 2', 'Transfer-Encoding: chunked')],
      ['a length that is no number', postQuote('Content-Length: +2')],
      ['an unknown coding', postQuote('Transfer-Encoding: chunked, identity')],
      ['a space before the colon', postQuote('Content-Length : 2')],
      ['a folded header', postQuote('X: a\r\n b: c')],
      ['what is no HTTP', '\x00\x01\x02\r\n\r\n'],
      ['a bare line feed', 'GET /nowhere HTTP/1.1\nHost: x\n\n'],
    ])('%s, which a proxy may understand otherwise, is refused', async (_kind, head) => {
      const client = await open();
      client.socket.write(`${head}0\r\n\r\n${lookUp}`);
      await client.closed;
      expect(client.received()).toMatch(/^HTTP\/1\.1 400 /);
      expect(mojaloop.engine.published).toEqual([]);
      await expectServed();
    });
  });

  test('a thousand connections that do nothing disturb nobody', async () => {
    await start(overTls);
    await Promise.all(Array.from({ length: overTls ? 250 : 1_000 }, () => open()));
    await expectServed();
  }, 60_000);
});

describe('bodies of 5 MB', () => {
  const body = (text: string) => `${announced(text.length)}${text}`;
  const quoteOf = (bytes: number) => `{"note":"${'x'.repeat(bytes - 11)}"}`;

  /** The server hears of a closed connection a moment later. */
  async function expectPlaceFor(text: string): Promise<void> {
    let answer = '';
    for (let attempt = 0; attempt < 50 && !answer.startsWith('HTTP/1.1 400 '); attempt++) {
      const client = await open();
      client.socket.write(text);
      answer = await client.answers(1);
    }
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  }

  test('are taken one after the other, and refused for what is in them', async () => {
    await start(false);
    const client = await open();
    for (let count = 1; count <= 3; count++) {
      client.socket.write(body(quoteOf(5 * megabyte)));
      expect(await client.answers(count)).toMatch(/"errorCode":"3102"/);
    }
  });

  test('60 at a time: those that fit are taken, the others put off at once, and small ones are served', async () => {
    await start(false);
    const clients = await Promise.all(Array.from({ length: 60 }, () => open()));
    for (const { socket } of clients) socket.write(announced(5 * megabyte));
    const fitting = 12;
    const busy: Client[] = [];
    await new Promise<void>((resolve) => {
      for (const client of clients) {
        const put = () => busy.push(client) === 60 - fitting && resolve();
        client.answers(1).then(put, () => undefined);
      }
    });
    for (const client of busy) {
      expect(client.received()).toMatch(
        /^HTTP\/1\.1 503 [^]*Retry-After: 2[^]*"errorCode":"2005"/i,
      );
    }
    await expectServed();
    const taken = clients.filter((client) => !busy.includes(client));
    expect(taken).toHaveLength(fitting);
    const text = quoteOf(5 * megabyte);
    for (const { socket } of taken) socket.write(text);
    for (const client of taken) {
      expect(await client.answers(1)).toMatch(/^HTTP\/1\.1 400 [^]*"errorCode":"3102"/);
    }
    await expectServed();
  });

  test('sixty whole ones at once neither end the process nor fill its memory', async () => {
    await start(false);
    const before = process.memoryUsage().rss;
    const text = body(quoteOf(5 * megabyte));
    const clients = await Promise.all(Array.from({ length: 60 }, () => open()));
    const answers = clients.map((client) => {
      client.socket.write(text);
      return client.answers(1);
    });
    await expectServed();
    for (const answer of await Promise.all(answers)) {
      expect(answer).toMatch(/^HTTP\/1\.1 (400|503) /);
    }
    // The clients, with 300 MB to send, live in this process too.
    expect(process.memoryUsage().rss - before).toBeLessThan(1_200 * megabyte);
    await expectServed();
  });

  test('that only seem to come block no small ones, and their place is free again when they go', async () => {
    await start(false, { MOJALOOP_BODIES_MAX_BYTES: String(5 * megabyte) });
    const slow = await open();
    slow.socket.write(announced(5 * megabyte));
    const second = await open();
    // Only when it is put off is it certain that the first one holds the place.
    second.socket.write(announced(5 * megabyte));
    expect(await second.answers(1)).toMatch(/^HTTP\/1\.1 503 /);
    const small = await open();
    small.socket.write(body(quoteOf(60_000)));
    expect(await small.answers(1)).toMatch(/^HTTP\/1\.1 400 [^]*"errorCode":"3102"/);
    slow.socket.destroy();
    await expectPlaceFor(body(quoteOf(5 * megabyte)));
  });

  test.each([
    ['[', '3101'],
    ['{"a":', '3101'],
    ['[],', '3103'],
    ['0,', '3103'],
  ])('full of %p are refused in a moment', async (piece, code) => {
    await start(false);
    for (const path of ['/quotes', '/transfers/b51ec534-ee48-4575-b6a9-ead2955b8069/error']) {
      const text = `[${piece.repeat(Math.floor((5 * megabyte - 1) / piece.length))}`;
      const startedMs = cpuTimeMs();
      const answer = await mojaloop.call({
        method: path === '/quotes' ? 'POST' : 'PUT',
        path,
        body: text,
      });
      expect(answer.text).toContain(`"errorCode":"${code}"`);
      expect(cpuTimeMs() - startedMs).toBeLessThan(2_000);
    }
  });
});
