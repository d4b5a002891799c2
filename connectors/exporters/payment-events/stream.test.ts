import { Registry } from 'prom-client';
import {
  context,
  engine,
  kafkaRecordsOf,
  recordsTopic,
} from '../../../test/kit/engine-records/events';
import { readRecording } from '../../../test/kit/engine-records/recordings';
import { eventually } from '../../../test/kit/kafka';
import { MemoryKafka, type MemoryDoor } from '../../../test/kit/memory-kafka';
import { silentLog } from '../../../test/kit/mojaloop';
import { systemClock } from '../../common/clock';
import type { KafkaRecord } from '../../common/doors/kafka/kafka-door';
import { PartitionFold } from './partition-fold';
import { paymentEventsEnvironment, topicSettings, topicsOf } from './settings';
import { startPaymentEvents } from './stream';

const records = kafkaRecordsOf(readRecording('demo')).slice(0, 600);
const settings = paymentEventsEnvironment.parse({ ENGINE_NAME: engine });
const topics = topicsOf(settings);

function start(door: MemoryDoor, metrics = new Registry(), log = silentLog) {
  return startPaymentEvents({ door, clock: systemClock, log, metrics }, { topics, context });
}

function write(kafka: MemoryKafka, some: readonly KafkaRecord[]): void {
  for (const { topic, partition, key = '', value = null, headers } of some) {
    kafka.append({ topic, partition, key, value, ...(headers && { headers }) });
  }
}

async function kafkaWithTopics(): Promise<MemoryKafka> {
  const kafka = new MemoryKafka();
  kafka.addTopic(recordsTopic, 1);
  await kafka.door().ensureTopics(topicSettings(settings, 1));
  return kafka;
}

const told = (kafka: MemoryKafka) =>
  kafka
    .partitions(topics.events)
    .flat()
    .map(({ value }) => JSON.parse(value ?? '') as unknown);

test('whoever comes after one that was killed goes on from what it had written', async () => {
  const expected = new PartitionFold(context).take(records).events;
  const kafka = await kafkaWithTopics();
  const first = kafka.door('first');
  await start(first);
  write(kafka, records.slice(0, 250));
  await eventually(() => told(kafka).length > 3);
  first.kill();
  write(kafka, records.slice(200, 300));
  kafka.compact(topics.state);
  const metrics = new Registry();
  const second = await start(kafka.door('second'), metrics);
  write(kafka, records.slice(300));
  await eventually(() => told(kafka).length === expected.length);
  const byId = (events: readonly unknown[]) =>
    events.map((event) => JSON.stringify(event)).toSorted();
  expect(byId(told(kafka))).toEqual(byId(expected));
  const keys = kafka
    .partitions(topics.events)
    .flat()
    .map(({ key }) => key);
  expect(new Set(keys)).toEqual(new Set(expected.map(({ transactionId }) => transactionId)));
  expect(await metrics.metrics()).toMatch(/hub_payment_events_total\{kind="booked"\} 1/);
  await second.stop();
});

test('records that nothing can be made of are an alarm, with their places, and hold nothing up', async () => {
  const kafka = await kafkaWithTopics();
  const alarms: unknown[] = [];
  const log = { ...silentLog, error: (fields: object) => void alarms.push(fields) };
  const metrics = new Registry();
  const following = await start(kafka.door(), metrics, log);
  const [first] = records;
  if (first === undefined) throw new Error('nothing is recorded');
  write(kafka, [{ ...first, key: 'of nobody' }]);
  write(kafka, records);
  await eventually(() => told(kafka).length > 3);
  expect(alarms).toEqual([{ unreadable: [`${recordsTopic}/0/0`], untold: 0, ofAnotherLog: 0 }]);
  expect(await metrics.metrics()).toContain(
    'hub_payment_events_trouble_total{what="unreadable"} 1',
  );
  await following.stop();
});
