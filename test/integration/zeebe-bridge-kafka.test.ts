/** The role zeebe-bridge on a real Kafka; what an exporter sends, the test sends. */
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../connectors/common/clock';
import { readEnvironment } from '../../connectors/common/config/environment';
import { readEngineRecord } from '../../connectors/common/contracts/engine-records-topic';
import type { KafkaDoor } from '../../connectors/common/doors/kafka/kafka-door';
import { createAxiosTransport } from '../../connectors/common/http/axios-transport';
import { listen, type ListeningServer } from '../../connectors/common/http/server';
import { findingOf } from '../../connectors/common/check';
import { zeebeBridgeRole } from '../../connectors/exporters/zeebe-bridge/role';
import { contentOf, eventually, openDoor } from '../kit/kafka';
import { silentLog } from '../kit/mojaloop';
import { bulkOf, documentOf } from '../kit/parts/exporter';
import { startKafka, type Kafka } from '../kit/stack/kafka';

jest.setTimeout(120_000);

const topic = 'payment-hub.engine-records.dar-1';
const environment = readEnvironment(zeebeBridgeRole.environment, {
  ENGINE_NAME: 'dar-1',
  ENGINE_PARTITIONS: '2',
  ENGINE_RECORDS_REPLICATION: '1',
  ZEEBE_BRIDGE_ANSWER_WITHIN_MS: '5000',
});
const deps = {
  clock: systemClock,
  random: systemRandom,
  http: createAxiosTransport(),
  log: silentLog,
};

let kafka: Kafka;
let door: KafkaDoor;
let server: ListeningServer;
let context: Parameters<typeof zeebeBridgeRole.start>[0];

beforeAll(async () => {
  kafka = await startKafka();
  door = openDoor(kafka);
  context = { environment, deps, metrics: new Registry(), kafka: door };
  const { servers: [one] = [] } = await zeebeBridgeRole.start(context);
  if (one === undefined) throw new Error('the role has no server');
  server = await listen(one.app, { name: one.name, host: one.host, port: 0 });
});
afterAll(async () => {
  await server.close(0);
  await door.close();
  await kafka.stop();
  deps.http.close();
});

async function send(body: Buffer): Promise<{ status: number; text: string }> {
  const url = `http://127.0.0.1:${server.port}/_bulk`;
  const response = await fetch(url, { method: 'POST', body: body.toString('utf8') });
  return { status: response.status, text: await response.text() };
}

test('makes its topic, and a record stands there in its partition with key, headers and its own bytes', async () => {
  const sent = {
    position: 7,
    partitionId: 2,
    type: 'process-instance',
    value: { name: 'Ämne 雪\n' },
  };
  expect(await send(bulkOf([{ position: 5 }, sent]))).toMatchObject({ status: 200 });
  const records = await contentOf(door, topic);
  expect(new Map(records.map(({ key, partition }) => [partition, key]))).toEqual(
    new Map([
      [0, '1-5'],
      [1, '2-7'],
    ]),
  );
  const ofSecond = records.find(({ partition }) => partition === 1);
  expect(ofSecond && readEngineRecord(ofSecond)).toEqual({
    ...{ engine: 'dar-1', partitionId: 2, position: 7n, brokerVersion: '8.5.8' },
    valueType: 'PROCESS_INSTANCE',
    document: documentOf(sent),
  });
});

test('takes a bulk of several requests to Kafka, in its order, and records of megabytes', async () => {
  const value = 'x'.repeat(3_000);
  const many = Array.from({ length: 1_000 }, (_, at) => ({ position: 100 + at, value }));
  const large = { position: 2_000, value: 'y'.repeat(4_000_000) };
  expect((await send(bulkOf([...many, large]))).status).toBe(200);
  const keys = (await contentOf(door, topic)).flatMap(({ key, partition }) =>
    partition === 0 ? [key] : [],
  );
  expect(keys.slice(-1_001)).toEqual([...many, large].map(({ position }) => `1-${position}`));
});

test('says what to do about a record that is larger than the topic takes, and holds up no other partition', async () => {
  const large = bulkOf([{ position: 3_000, value: 'z'.repeat(17_000_000) }]);
  const [refused, other] = await Promise.all([
    send(large),
    send(bulkOf([{ position: 8, partitionId: 2 }])),
  ]);
  expect(refused.status).toBe(503);
  expect(refused.text).toMatch(
    /1-3000 .*Raise max\.message\.bytes of the topic payment-hub\.engine-records\.dar-1/,
  );
  expect(other.status).toBe(200);
  expect((await send(bulkOf([{ position: 3_001 }]))).status).toBe(200);
});

test('says so about a partition that the topic does not have', async () => {
  const refused = await send(bulkOf([{ position: 1, partitionId: 3 }]));
  expect(refused.status).toBe(503);
  expect(refused.text).toContain('the engine has a partition 3');
});

test('its doctor finds the topic as it should be, and warns of records that only one broker has', async () => {
  const findings = await Promise.all((zeebeBridgeRole.checks?.(context) ?? []).map(findingOf));
  expect(findings.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'warn']);
  const larger = { ...context, environment: { ...environment, ENGINE_PARTITIONS: 3 } };
  const few = await Promise.all((zeebeBridgeRole.checks?.(larger) ?? []).map(findingOf));
  expect(few.map(({ detail }) => detail).join()).toContain(
    'has 2 partitions, ENGINE_PARTITIONS is 3',
  );
});

test('refuses while Kafka is away, and takes the same bulk once it is back', async () => {
  await kafka.kill();
  const bulk = bulkOf([{ position: 4_000 }]);
  expect((await send(bulk)).status).toBe(503);
  await kafka.restart();
  await eventually(async () => (await send(bulk)).status === 200);
  const keys = (await contentOf(door, topic)).map(({ key }) => key);
  expect(keys).toContain('1-4000');
});
