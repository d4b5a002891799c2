import type { KafkaRecord } from '../doors/kafka/kafka-door';
import {
  engineRecordsSettings,
  engineRecordsTopic,
  engineRecordsTopicName,
  engineRecordsTopicSettings,
  readEngineRecord,
  readRecordKey,
} from './engine-records-topic';

const record: KafkaRecord = {
  ...{ topic: 'payment-hub.engine-records.main', partition: 1, offset: 7, timestampMs: 0 },
  key: '2-4503599627370500',
  value: '{"position":4503599627370500}',
  headers: { engine: 'main', 'value-type': 'JOB', 'broker-version': '8.5.8' },
};

test('a record says where in its engine it stood, of what it is, and has its document untouched', () => {
  expect(readEngineRecord(record)).toEqual({
    partitionId: 2,
    position: 4503599627370500n,
    engine: 'main',
    valueType: 'JOB',
    brokerVersion: '8.5.8',
    document: '{"position":4503599627370500}',
  });
});

test.each<[string, Partial<KafkaRecord>]>([
  ['no key', { key: undefined }],
  ['another key', { key: 'lion' }],
  ['another Kafka partition than its key', { partition: 0 }],
  ['no document', { value: undefined }],
  ['no headers', { headers: {} }],
  ['no value type', { headers: { engine: 'main', 'broker-version': '8.5.8' } }],
])('one with %s is no record of an engine', (_what, other) => {
  expect(readEngineRecord({ ...record, ...other })).toBeUndefined();
});

test('a position is exact at any size, and nothing but numbers is one', () => {
  const largest = 2n ** 63n - 1n;
  expect(readRecordKey(`1-${largest}`)).toEqual({ partitionId: 1, position: largest });
  for (const key of ['', '1', '1-', '-1', '0-1', '1-1-1', '1--1', ' 1-1', '1-1\n', '1-0x1']) {
    expect({ key, place: readRecordKey(key) }).toEqual({ key, place: undefined });
  }
});

test('each engine has a topic of its own, kept for as long as is set, of as many partitions', () => {
  const shared = engineRecordsSettings.parse({ ENGINE_NAME: 'dar-es-salaam-2' });
  const name = engineRecordsTopicName(shared);
  const settings = engineRecordsTopicSettings.parse({
    ENGINE_PARTITIONS: '4',
    ENGINE_RECORDS_RETENTION: 'P1D',
  });
  expect(engineRecordsTopic(name, settings)).toMatchObject({
    name: 'payment-hub.engine-records.dar-es-salaam-2',
    partitions: 4,
    settings: { 'retention.ms': '86400000', 'cleanup.policy': 'delete' },
  });
});

test('of three replicas two must have a record; with fewer nothing is asked that could not be had', () => {
  const made = (replication?: string) =>
    engineRecordsTopic(
      'topic',
      engineRecordsTopicSettings.parse({ ENGINE_RECORDS_REPLICATION: replication }),
    );
  expect(made('3')).toMatchObject({
    replicationFactor: 3,
    settings: { 'min.insync.replicas': '2' },
  });
  expect(made('1').settings).not.toHaveProperty('min.insync.replicas');
  expect(made()).not.toHaveProperty('replicationFactor');
});
