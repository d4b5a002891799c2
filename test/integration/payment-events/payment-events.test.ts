/** The role payment-events on a real Kafka, killed in the middle of its work. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  engineRecordsTopic,
  engineRecordsTopicSettings,
} from '../../../connectors/common/contracts/engine-records-topic';
import {
  paymentEventSchema,
  type PaymentEvent,
} from '../../../connectors/common/contracts/payment-events';
import type { KafkaDoor, KafkaRecord } from '../../../connectors/common/doors/kafka/kafka-door';
import { PartitionFold } from '../../../connectors/exporters/payment-events/partition-fold';
import {
  context,
  engine,
  kafkaRecordsOf,
  personSecret,
  recordsTopic,
} from '../../kit/engine-records/events';
import { readRecording } from '../../kit/engine-records/recordings';
import { contentOf, eventually, openDoor } from '../../kit/kafka';
import { startKafka, type Kafka } from '../../kit/stack/kafka';
import { findFreePorts } from '../../kit/stack/ports';
import { startRestartable, type RestartableProcess } from '../../kit/stack/processes';
import { startScript } from '../../kit/stack/scripts';
import { countEnds } from './consumer';

jest.setTimeout(400_000);

const eventsTopic = 'payment-hub.payment-events';
const partitions = 3;
const patienceMs = 120_000;

let kafka: Kafka;
let door: KafkaDoor;
let folder: string;
const roles: RestartableProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'payment-events-'));
  kafka = await startKafka();
  door = openDoor(kafka);
  const settings = engineRecordsTopicSettings.parse({ ENGINE_PARTITIONS: partitions });
  await door.ensureTopics([engineRecordsTopic(recordsTopic, settings)]);
});

afterAll(async () => {
  await Promise.all(roles.map((role) => role.kill()));
  await door.close();
  await kafka.stop();
  rmSync(folder, { recursive: true });
});

/** `hub start payment-events`. */
async function startRole(name: string): Promise<RestartableProcess> {
  const [port = 0] = await findFreePorts(1);
  return startRestartable((again) =>
    startScript({
      name,
      script: 'connectors/main.ts',
      args: ['start', 'payment-events'],
      runDirectory: folder,
      environment: {
        KAFKA_BROKERS: kafka.brokers,
        ENGINE_NAME: engine,
        PAYMENT_EVENTS_PERSON_SECRET: personSecret,
        HUB_MANAGEMENT_PORT: String(port),
      },
      readiness: { httpOk: `http://127.0.0.1:${port}/readyz` },
      ...again,
    }),
  );
}

/** As engines of three partitions would tell of the same payments. */
const told = Array.from({ length: partitions }, (_, partition) =>
  (['demo', 'troubles'] as const).flatMap((name, log) =>
    kafkaRecordsOf(readRecording(name)).map((record) => ({
      ...record,
      partition,
      // One log after the other.
      key: `${partition + 1}-${log * 10_000_000 + Number(record.key?.split('-')[1])}`,
    })),
  ),
);

const expected = told.flatMap((records) => new PartitionFold(context).take(records).events);

/** In bulks, each of which may come twice, as a bridge writes them that had no answer. */
async function* bulks(): AsyncGenerator<readonly KafkaRecord[]> {
  const size = 100;
  const most = Math.max(...told.map(({ length }) => length));
  for (let from = 0; from < most; from += size) {
    const again = from % 300 === 0 ? 2 * size : 0;
    yield await Promise.resolve(
      told.flatMap((records) => records.slice(Math.max(0, from - again), from + size)),
    );
  }
}

async function publish(records: readonly KafkaRecord[]): Promise<void> {
  const publisher = door.openPublisher();
  const published = records.map(({ topic, partition, key = '', value = null, headers }) => ({
    ...{ topic, partition, key, value },
    ...(headers && { headers }),
  }));
  await eventually(
    () =>
      publisher.publish(published).then(
        () => true,
        () => false,
      ),
    patienceMs,
  );
  await publisher.close();
}

async function eventsSoFar(): Promise<number> {
  const ends = await door.endOffsets(eventsTopic).catch(() => new Map<number, number>());
  return [...ends.values()].reduce((sum, end) => sum + end, 0);
}

test('roles and Kafka are killed at work: each event is told once, and a stranger can build on it', async () => {
  roles.push(await startRole('first'), await startRole('second'));
  const [first, second] = roles;
  const victims = [first, second, kafka, first];
  let count = 0;
  for await (const bulk of bulks()) {
    const before = await eventsSoFar();
    await publish(bulk);
    count += 1;
    const victim = count % 6 === 0 ? victims.shift() : undefined;
    if (victim === undefined) continue;
    await eventually(async () => (await eventsSoFar()) > before, patienceMs);
    await victim.restart();
  }
  expect(victims).toEqual([]);
  let content: readonly PaymentEvent[] = [];
  await eventually(async () => {
    const records = await contentOf(door, eventsTopic);
    content = records.map(({ value }) => paymentEventSchema.parse(JSON.parse(value ?? '')));
    return content.length >= expected.length;
  }, patienceMs);
  const byId = (events: readonly PaymentEvent[]) =>
    events.toSorted((left, right) => (left.eventId < right.eventId ? -1 : 1));
  expect(content).toHaveLength(expected.length);
  expect(byId(content)).toEqual(byId(expected));
  const placesOf = (events: readonly PaymentEvent[], partition: string, transactionId: string) =>
    events
      .filter((one) => one.source.partition === partition && one.transactionId === transactionId)
      .map(({ eventId }) => eventId);
  for (const { source, transactionId } of expected) {
    const inOrder = placesOf(expected, source.partition, transactionId);
    expect(placesOf(content, source.partition, transactionId)).toEqual(inOrder);
  }
  const ends = await countEnds(kafka.brokers, eventsTopic, expected.length);
  const expectedEnds = (tenant: string, kind: string) =>
    expected.filter((event) => event.tenant === tenant && event.kind === kind).length;
  expect(ends['lion']).toEqual({
    booked: expectedEnds('lion', 'booked'),
    failed: expectedEnds('lion', 'failed'),
    cancelled: expectedEnds('lion', 'cancelled'),
  });
  expect(ends['buffalo']).toMatchObject({
    credited: expectedEnds('buffalo', 'credited'),
    'transfer-refused': expectedEnds('buffalo', 'transfer-refused'),
  });
});
