/** What a node of our own cannot show: who logs in, over TLS, and answers that come seldom. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import { Registry } from 'prom-client';
import { createAuthority } from '../../../../test/kit/certificates';
import { silentLog } from '../../../../test/kit/mojaloop';
import { systemClock, systemRandom } from '../../clock';
import type { TlsIdentity, TlsSource } from '../../runtime';
import { connectElasticsearch } from './connect-elasticsearch';
import type { DocumentOperation, ElasticsearchDoor } from './elasticsearch-door';
import { elasticsearchEnvironment } from './environment';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Heard {
  readonly request: IncomingMessage;
  readonly lines: readonly string[];
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

const stored = ({ lines }: Heard): Answer => ({
  status: 200,
  body: {
    items: lines
      .filter((_, at) => at % 2 === 0)
      .map(() => ({ index: { status: 201, result: 'created' } })),
  },
});

/** Gives the n-th request the n-th answer, and then the last one. */
async function serve(
  answers: readonly ((heard: Heard) => Answer)[],
  make: (listener: RequestListener) => Server = createServer,
) {
  const heard: Heard[] = [];
  const server = make((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const one = { request, lines: text.split('\n').slice(0, -1) };
      heard.push(one);
      const answer = answers[Math.min(heard.length, answers.length) - 1]?.(one);
      response.writeHead(answer?.status ?? 500, {
        'content-type': 'application/json',
        'x-elastic-product': 'Elasticsearch',
      });
      response.end(JSON.stringify(answer?.body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  return { heard, port: (server.address() as AddressInfo).port };
}

function connect(
  environment: Record<string, string>,
  { tls, log = silentLog }: { readonly tls?: TlsSource; readonly log?: typeof silentLog } = {},
): ElasticsearchDoor {
  const settings = elasticsearchEnvironment.parse(environment);
  const deps = { clock: systemClock, random: systemRandom, log, metrics: new Registry(), tls };
  const door = connectElasticsearch(settings, deps);
  closing.unshift(() => door.close());
  return door;
}

const put = (id: string, source = '{}'): DocumentOperation => ({
  kind: 'index',
  index: 'i',
  id,
  source,
});

test.each([
  [{}, undefined],
  [{ ELASTICSEARCH_API_KEY: 'a2V5' }, 'ApiKey a2V5'],
  [
    { ELASTICSEARCH_USERNAME: 'hub', ELASTICSEARCH_PASSWORD: 'secret' },
    `Basic ${Buffer.from('hub:secret').toString('base64')}`,
  ],
])('with %j it logs in as %s', async (login, authorization) => {
  const { heard, port } = await serve([stored]);
  await connect({ ELASTICSEARCH_URLS: `http://127.0.0.1:${port}`, ...login }).bulk([put('1')]);
  expect(heard[0]?.request.headers.authorization).toBe(authorization);
});

test('an API key and a user are one too many', () => {
  const both = { ELASTICSEARCH_API_KEY: 'a', ELASTICSEARCH_USERNAME: 'b' };
  expect(elasticsearchEnvironment.safeParse(both).error?.issues[0]?.message).toBe(
    'an API key or a user, not both',
  );
});

test('over TLS it shows the certificate of its day, and believes only whom it was told to', async () => {
  const [authority, strangers] = await Promise.all([createAuthority('ours'), createAuthority('x')]);
  const [server, first, second] = await Promise.all([1, 2, 3].map(() => authority.issue()));
  const serials: string[] = [];
  const look = (one: Heard): Answer => {
    const { socket } = one.request;
    if (socket instanceof TLSSocket) serials.push(socket.getPeerCertificate().serialNumber);
    return stored(one);
  };
  const { port } = await serve([look], (listener) =>
    createTlsServer(
      {
        cert: server?.certificate,
        key: server?.key,
        ca: authority.certificate,
        requestCert: true,
      },
      listener,
    ),
  );
  const identityOf = (pair: typeof first, authorities: string): TlsIdentity => ({
    own: pair && { certificates: pair.certificate, key: pair.key },
    authorities,
  });
  let identity = identityOf(first, authority.certificate);
  const tls = { current: () => identity };
  const environment = { ELASTICSEARCH_URLS: `https://127.0.0.1:${port}` };
  const door = connect(environment, { tls });
  await door.bulk([put('1')]);
  identity = identityOf(second, authority.certificate);
  await door.bulk([put('2')]);
  expect(new Set(serials).size).toBe(2);
  expect(serials.every((serial) => serial !== '')).toBe(true);
  const wary = connect(environment, {
    tls: { current: () => identityOf(second, strangers.certificate) },
  });
  await expect(wary.checkHealth()).rejects.toThrow(/certificate/);
});

test.each([429, 503, 401, 403])(
  'a bulk that is answered %i is sent again, whole',
  async (status) => {
    const { heard, port } = await serve([
      () => ({ status, body: { error: { type: 'x', reason: 'y' }, status } }),
      stored,
    ]);
    const door = connect({ ELASTICSEARCH_URLS: `http://127.0.0.1:${port}` });
    const outcomes = await door.bulk([put('1'), put('2')]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['stored', 'stored']);
    expect(heard[1]?.lines).toEqual(heard[0]?.lines);
  },
);

test('of a bulk that is too large for the cluster only the document that is too large is refused', async () => {
  const answer = (one: Heard): Answer =>
    one.lines.some((line) => line.length > 100) ? { status: 413, body: {} } : stored(one);
  const { port } = await serve([answer]);
  const door = connect({ ELASTICSEARCH_URLS: `http://127.0.0.1:${port}` });
  const large = put('3', `{"a":"${'x'.repeat(200)}"}`);
  const outcomes = await door.bulk([put('1'), put('2'), large, put('4')]);
  expect(outcomes.map(({ kind }) => kind)).toEqual(['stored', 'stored', 'refused', 'stored']);
  expect(outcomes[2]).toMatchObject({ type: 'http_413' });
});

test('of several items only those are sent again that were not for now', async () => {
  const items = [
    { index: { status: 201, result: 'created' } },
    { index: { status: 429, error: { type: 'es_rejected_execution_exception' } } },
    { index: { status: 400, error: { type: 'document_parsing_exception', reason: 'no' } } },
  ];
  const { heard, port } = await serve([() => ({ status: 200, body: { items } }), stored]);
  const door = connect({ ELASTICSEARCH_URLS: `http://127.0.0.1:${port}` });
  const outcomes = await door.bulk([put('1'), put('2', '{"a":2}'), put('3')]);
  expect(outcomes.map(({ kind }) => kind)).toEqual(['stored', 'stored', 'refused']);
  expect(heard[1]?.lines).toEqual(['{"index":{"_index":"i","_id":"2"}}', '{"a":2}']);
});

test('what is sent again does not overtake what is to be done to the same document after it', async () => {
  const busy = { index: { status: 429, error: { type: 'es_rejected_execution_exception' } } };
  const { heard, port } = await serve([() => ({ status: 200, body: { items: [busy] } }), stored]);
  const door = connect({ ELASTICSEARCH_URLS: `http://127.0.0.1:${port}` });
  await door.bulk([put('1', '{"a":1}'), put('1', '{"a":2}')]);
  const sent = heard.map(({ lines }) => lines.filter((line) => line.startsWith('{"a"')));
  expect(sent).toEqual([['{"a":1}'], ['{"a":1}'], ['{"a":2}']]);
});

test('nothing of a document is logged, whatever goes wrong', async () => {
  const logged: string[] = [];
  const warn = (fields: object, message: string) =>
    void logged.push(message + JSON.stringify(fields) + Object.values(fields).map(String).join());
  const reason = "failed to parse field [a]: Preview of field's value: 'Amina'";
  const { port } = await serve([
    () => ({ status: 503, body: { error: { type: 'x', reason: 'busy' } } }),
    () => ({
      status: 200,
      body: { items: [{ index: { status: 429, error: { type: 'busy_exception', reason } } }] },
    }),
    stored,
  ]);
  const door = connect(
    { ELASTICSEARCH_URLS: `http://127.0.0.1:${port}` },
    { log: { ...silentLog, warn } },
  );
  await door.bulk([put('1', '{"a":"Amina"}')]);
  expect(logged).toHaveLength(2);
  expect(logged[1]).toContain('busy_exception');
  expect(logged.join()).not.toContain('Amina');
});

test('a cluster that misses shards is not healthy', async () => {
  const { port } = await serve([() => ({ status: 200, body: { status: 'red' } })]);
  const door = connect({ ELASTICSEARCH_URLS: `http://127.0.0.1:${port}` });
  await expect(door.checkHealth()).rejects.toThrow('it is red');
});
