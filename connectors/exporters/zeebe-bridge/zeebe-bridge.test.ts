/** The bridge over HTTP, with Kafka in memory. */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../common/clock';
import { readEnvironment } from '../../common/config/environment';
import { readEngineRecord } from '../../common/contracts/engine-records-topic';
import { listen, type ListeningServer } from '../../common/http/server';
import type { Clock, Logger } from '../../common/runtime';
import { createAuthority, TlsFolder, type Pair } from '../../../test/kit/certificates';
import { silentLog } from '../../../test/kit/mojaloop';
import { MemoryKafka, type MemoryDoor } from '../../../test/kit/memory-kafka';
import { bulkOf, documentOf } from '../../../test/kit/parts/exporter';
import { createBridgeApp, type Credentials } from './app';
import { Bodies, type BodyLimits } from './bodies';
import { Bridge } from './bridge';
import { createBridgeMetrics } from './metrics';
import { zeebeBridgeRole } from './role';

const topic = 'payment-hub.engine-records.main';

interface Options {
  readonly partitions?: number;
  readonly topicSettings?: Readonly<Record<string, string>>;
  readonly limits?: Partial<BodyLimits>;
  readonly credentials?: Credentials;
  readonly clock?: Clock;
}

interface World {
  readonly kafka: MemoryKafka;
  readonly door: MemoryDoor;
  readonly logged: string[];
  readonly port: number;
  send(
    method: string,
    path: string,
    body?: Buffer,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  bulk(body: Buffer): Promise<Answer>;
  /** Keys in Kafka, by partition. */
  keys(): (string | undefined)[][];
  metric(line: string): Promise<boolean>;
}

interface Answer {
  readonly status: number;
  readonly body: { readonly error?: { readonly type: string; readonly reason: string } };
  readonly headers: Headers;
}

const noHttp = { request: () => Promise.reject(new Error('the bridge calls nobody')) };

const servers: ListeningServer[] = [];
afterEach(async () => {
  for (const one of servers.splice(0)) await one.close(0);
});

async function start(options: Options = {}): Promise<World> {
  const kafka = new MemoryKafka();
  const door = kafka.door();
  kafka.addTopic(topic, options.partitions ?? 2, { settings: options.topicSettings ?? {} });
  const registry = new Registry();
  const metrics = createBridgeMetrics(registry);
  const logged: string[] = [];
  const write = (fields: object, message?: string) => {
    logged.push(`${message} ${JSON.stringify(fields)}`);
  };
  const log: Logger = { debug: write, info: write, warn: write, error: write, child: () => log };
  const bridge = new Bridge(
    { kafka: door, clock: options.clock ?? systemClock, metrics },
    { engine: 'main', topic, answerWithinMs: 5_000 },
  );
  const limits = { bodyBytesMax: 1_000_000, bodiesBytesMax: 2_000_000, ...options.limits };
  const { credentials } = options;
  const app = createBridgeApp({ bridge, bodies: new Bodies(limits), metrics, log, credentials });
  const server = await listen(app, { name: 'bridge', host: '127.0.0.1', port: 0 });
  servers.push(server);
  const send: World['send'] = async (method, path, body, headers = {}) => {
    const url = `http://127.0.0.1:${server.port}${path}`;
    const response = await fetch(url, { method, headers, body: body?.toString('utf8') ?? null });
    const answer = (await response.json()) as Answer['body'];
    return { status: response.status, body: answer, headers: response.headers };
  };
  return {
    ...{ kafka, door, logged, send, port: server.port },
    bulk: (body) => send('POST', '/_bulk', body),
    keys: () => kafka.partitions(topic).map((records) => records.map(({ key }) => key)),
    metric: async (line) => (await registry.metrics()).split('\n').includes(line),
  };
}

test('what the exporter is told was taken stands in Kafka: where the engine has it, with its own bytes', async () => {
  const world = await start({ clock: { ...systemClock, now: () => 12_000 } });
  const records = [
    { position: 7, type: 'process-instance', value: { name: 'Ämne\n' } },
    { position: 9, type: 'variable', timestamp: 4_500 },
    { position: 3, partitionId: 2 },
  ];
  expect(await world.bulk(bulkOf(records))).toMatchObject({
    status: 200,
    body: { errors: false, items: [] },
  });
  expect(world.keys()).toEqual([['1-7', '1-9'], ['2-3']]);
  const [first] = world.kafka.partitions(topic).flat();
  expect(first && readEngineRecord(first)).toEqual({
    partitionId: 1,
    position: 7n,
    engine: 'main',
    valueType: 'PROCESS_INSTANCE',
    brokerVersion: '8.5.8',
    document: documentOf(records[0] ?? { position: 0 }),
  });
  expect(await world.metric('hub_engine_records_total{partition="1"} 2')).toBe(true);
  expect(await world.metric('hub_engine_records_lag_seconds{partition="1"} 7.5')).toBe(true);
});

test('a body that comes in pieces of any size is the same', async () => {
  const world = await start();
  const body = bulkOf([{ position: 1, value: '雪'.repeat(50) }, { position: 2 }]);
  const status = await new Promise((resolve, reject) => {
    const request = httpRequest({ port: world.port, method: 'POST', path: '/_bulk' }, (response) =>
      resolve(response.statusCode),
    ).on('error', reject);
    for (let at = 0; at < body.length; at += 7) request.write(body.subarray(at, at + 7));
    request.end();
  });
  expect(status).toBe(200);
  expect(world.keys()).toEqual([['1-1', '1-2'], []]);
  expect(world.kafka.partitions(topic)[0]?.[0]?.value).toBe(
    documentOf({ position: 1, value: '雪'.repeat(50) }),
  );
});

describe('in doubt the exporter is told to repeat', () => {
  test('when Kafka is away; once it is back the same bulk is taken', async () => {
    const world = await start();
    await world.bulk(bulkOf([{ position: 1 }]));
    world.kafka.isDown = true;
    expect(await world.bulk(bulkOf([{ position: 2 }]))).toMatchObject({
      status: 503,
      body: { error: { type: 'not-written' } },
    });
    expect(await world.metric('hub_engine_bulks_refused_total{reason="not-written"} 1')).toBe(true);
    world.kafka.isDown = false;
    expect((await world.bulk(bulkOf([{ position: 2 }]))).status).toBe(200);
    expect(world.keys()).toEqual([['1-1', '1-2'], []]);
  });

  test('when Kafka has written all and its answer is lost: the records stand there twice', async () => {
    const world = await start();
    world.door.nextPublish = 'answer-lost';
    expect((await world.bulk(bulkOf([{ position: 1 }]))).status).toBe(503);
    expect((await world.bulk(bulkOf([{ position: 1 }]))).status).toBe(200);
    expect(world.keys()).toEqual([['1-1', '1-1'], []]);
  });

  test('when Kafka takes longer than may be waited, and again as long as that bulk has no answer', async () => {
    const sleepers: (() => void)[] = [];
    const clock: Clock = {
      now: () => 0,
      sleep: (_ms, signal) =>
        new Promise((resolve) => {
          sleepers.push(resolve);
          signal?.addEventListener('abort', () => resolve());
        }),
    };
    const world = await start({ clock });
    expect((await world.bulk(bulkOf([{ position: 1 }]))).status).toBe(200);
    let goOn: () => void = () => undefined;
    world.door.publishersWaitFor = new Promise((resolve) => (goOn = resolve));
    const slow = world.bulk(bulkOf([{ position: 1, partitionId: 2 }]));
    const before = sleepers.length;
    await eventually(() => sleepers.length > before);
    sleepers.at(-1)?.();
    expect((await slow).body.error).toMatchObject({ type: 'not-written' });
    const again = await world.bulk(bulkOf([{ position: 1, partitionId: 2 }]));
    expect(again).toMatchObject({ status: 503, body: { error: { type: 'before-not-written' } } });
    goOn();
    await eventually(() => world.keys()[1]?.length === 1);
    const repeated = await world.bulk(bulkOf([{ position: 1, partitionId: 2 }]));
    expect(repeated.status).toBe(200);
  });

  test('when more bytes are under way than there is memory for; the next one finds it free again', async () => {
    const world = await start({ limits: { bodyBytesMax: 10_000, bodiesBytesMax: 2_000 } });
    const large = bulkOf([{ position: 1, value: 'x'.repeat(3_000) }]);
    expect(await world.bulk(large)).toMatchObject({
      status: 429,
      body: { error: { type: 'too-much-at-once' } },
    });
    expect((await world.bulk(bulkOf([{ position: 1 }]))).status).toBe(200);
    world.kafka.isDown = true;
    for (let attempt = 0; attempt < 20; attempt += 1) {
      expect((await world.bulk(bulkOf([{ position: 2 }]))).status).toBe(503);
    }
    world.kafka.isDown = false;
    expect((await world.bulk(bulkOf([{ position: 2 }]))).status).toBe(200);
  });

  test('when the bulk breaks off, of which nothing is written', async () => {
    const world = await start();
    const body = bulkOf([{ position: 1 }]);
    const socket = connect(world.port, '127.0.0.1');
    const head = 'POST /_bulk HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n';
    socket.write(`${head}${body.length.toString(16)}\r\n${body.toString()}\r\n`);
    // The record is whole; that the bulk is over was not said.
    socket.end();
    await eventually(() => world.logged.some((line) => line.includes('broke off')));
    expect(world.keys()).toEqual([[], []]);
  });
});

describe('what only a person can mend is refused with what to do', () => {
  test('a partition that the topic does not have, until it has it; other partitions go on', async () => {
    const world = await start({ partitions: 1 });
    expect(await world.bulk(bulkOf([{ position: 1, partitionId: 2 }]))).toMatchObject({
      status: 503,
      body: {
        error: { type: 'no-partition', reason: expect.stringContaining('as many partitions') },
      },
    });
    expect((await world.bulk(bulkOf([{ position: 1 }]))).status).toBe(200);
    world.kafka.addPartition(topic);
    expect((await world.bulk(bulkOf([{ position: 1, partitionId: 2 }]))).status).toBe(200);
    expect(world.keys()).toEqual([['1-1'], ['2-1']]);
  });

  test('a record that is larger than the topic takes; no other partition waits for it', async () => {
    const world = await start({ topicSettings: { 'max.message.bytes': '1000' } });
    const large = bulkOf([{ position: 5, value: 'x'.repeat(2_000) }]);
    const [refused, other] = await Promise.all([
      world.bulk(large),
      world.bulk(bulkOf([{ position: 1, partitionId: 2 }])),
    ]);
    expect(refused.body.error?.reason).toMatch(/1-5 .*max\.message\.bytes of the topic/);
    expect(other.status).toBe(200);
    expect(world.logged.join()).toContain('Raise max.message.bytes');
  });

  test('a bulk that is too large, or compressed, or no bulk: none of it is taken, and no word of it is logged', async () => {
    const world = await start({ limits: { bodyBytesMax: 1_000 } });
    const secret = 'MSISDN 25571234567';
    const large = await world.bulk(bulkOf([{ position: 1, value: secret.repeat(100) }]));
    expect(large).toMatchObject({ status: 413, body: { error: { type: 'too-large' } } });
    const [good = '', document = ''] = bulkOf([{ position: 1, value: secret }])
      .toString()
      .split('\n');
    const spoilt = await world.bulk(
      Buffer.from(`${good}\n${document}\n${document}\n${document}\n`),
    );
    expect(spoilt).toMatchObject({ status: 400, body: { error: { type: 'not-understood' } } });
    const gzip = { 'content-encoding': 'gzip' };
    const compressed = await world.send('POST', '/_bulk', bulkOf([{ position: 1 }]), gzip);
    expect(compressed.status).toBe(400);
    expect(world.keys()).toEqual([[], []]);
    expect(`${world.logged.join()}${JSON.stringify([large, spoilt])}`).not.toContain('2557');
  });

  test('calls that no exporter makes, and the one that would have indices deleted', async () => {
    const world = await start();
    const policy = await world.send(
      'PUT',
      '/_ilm/policy/zeebe-record-retention-policy',
      Buffer.from('{}'),
    );
    expect(policy.body.error?.reason).toContain('RETENTION_ENABLED to false');
    for (const [method, path] of [
      ['GET', '/'],
      ['POST', '/_search'],
      ['DELETE', '/zeebe-record'],
    ] as const) {
      expect(await world.send(method, path)).toMatchObject({
        status: 404,
        body: { error: { type: 'unknown-call' } },
      });
    }
    expect(await world.metric('hub_engine_bulks_refused_total{reason="unknown-call"} 4')).toBe(
      true,
    );
  });
});

test('what the exporter prepares at its start is as good as done', async () => {
  const world = await start();
  const paths = [
    '/_component_template/zeebe-record',
    '/_index_template/zeebe-record_job_8.5.8',
    '/zeebe-record*/_settings?allow_no_indices=true',
  ];
  for (const path of paths) {
    expect(await world.send('PUT', path, Buffer.from('{"a":1}'))).toMatchObject({
      status: 200,
      body: { acknowledged: true },
    });
  }
});

test('with a password set nobody else writes, and who has none is asked for it', async () => {
  const world = await start({ credentials: { username: 'engine', password: 'geheim: 7' } });
  const body = bulkOf([{ position: 1 }]);
  const basic = (text: string) => ({
    authorization: `Basic ${Buffer.from(text).toString('base64')}`,
  });
  const nobody = await world.bulk(body);
  expect(nobody.status).toBe(401);
  expect(nobody.headers.get('www-authenticate')).toMatch(/^Basic /);
  const wrong = await world.send('POST', '/_bulk', body, basic('engine:geheim'));
  expect(wrong.status).toBe(401);
  expect(world.keys()).toEqual([[], []]);
  const right = await world.send('POST', '/_bulk', body, basic('engine:geheim: 7'));
  expect(right.status).toBe(200);
  expect(world.logged.join()).not.toContain('geheim');
});

test('with a TLS folder it serves HTTPS, and only exporters with a certificate of its authority write', async () => {
  const [ours, strangers] = await Promise.all([createAuthority('ours'), createAuthority('others')]);
  const [pair, client, stranger] = await Promise.all([
    ours.issue(),
    ours.issue(),
    strangers.issue(),
  ]);
  const folder = new TlsFolder({ pair, authority: ours });
  const kafka = new MemoryKafka();
  const environment = readEnvironment(zeebeBridgeRole.environment, {
    ZEEBE_BRIDGE_TLS_DIRECTORY: folder.path,
  });
  const deps = { clock: systemClock, random: systemRandom, log: silentLog, http: noHttp };
  const context = { environment, deps, metrics: new Registry(), kafka: kafka.door() };
  const { servers: [one] = [] } = await zeebeBridgeRole.start(context);
  if (one?.tls === undefined) throw new Error('it serves no HTTPS');
  const tls = { source: one.tls, log: silentLog };
  const server = await listen(one.app, { name: 'bridge', host: '127.0.0.1', port: 0, tls });
  servers.push(server);
  const statusFor = ({ certificate, key }: Pair) =>
    new Promise((resolve) => {
      const options = {
        ca: ours.certificate,
        cert: certificate,
        key,
        method: 'POST',
        agent: false,
      };
      httpsRequest(`https://127.0.0.1:${server.port}/_bulk`, options, ({ statusCode }) =>
        resolve(statusCode),
      )
        .on('error', () => resolve('not let in'))
        .end(bulkOf([{ position: 1 }]));
    });
  expect(await statusFor(client)).toBe(200);
  expect(await statusFor(stranger)).toBe('not let in');
  expect(kafka.partitions(topic).flat()).toHaveLength(1);
  folder.remove();
});

async function eventually(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((next) => setImmediate(next));
}
