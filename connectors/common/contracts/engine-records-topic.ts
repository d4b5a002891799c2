/**
 * The raw stream: every record that an engine exports, as it came. One topic an engine, one Kafka partition a
 * partition of the engine.
 *
 * What readers can build on:
 * - The value is the document of the engine's Elasticsearch exporter, byte for byte. Its numbers are Java's: whoever
 *   must give them on unchanged does not parse them.
 * - The key is `<partition of the engine>-<position>`, the same that the exporter gives as `_id`. It names the
 *   record for good; the document's own `sequence` does not: it repeats and changes.
 * - Of each partition, positions stand in their order and without a gap when each is taken where it is met first. A record
 *   may come again at any later place, after anything: whoever remembers the highest position it has taken
 *   passes over all that is not above it. A repetition says the same but for `sequence`; after a restart of the broker its
 *   fields may stand in another order.
 * - Positions themselves have gaps: the engine counts also what it does not export.
 */
import { z } from 'zod';
import type { KafkaRecord, TopicSettings } from '../doors/kafka/kafka-door';
import { replicas, replicated } from './replication';
import { duration } from './fee-settings';

/** Of an ENGINE_NAME. */
export const engineNamePattern = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** What all who write or read these topics must agree on: each takes its own of it into its environment. */
export const engineRecordsSettings = z.object({
  ENGINE_NAME: z
    .string()
    .regex(engineNamePattern, 'must be up to 63 small letters, digits and dashes')
    .default('main')
    .describe(
      'What this engine is called beside others on the same Kafka. An engine that was restored from a backup, or made anew, needs a name that was never used: its positions begin again',
    ),
  ENGINE_RECORDS_TOPIC_PREFIX: z
    .string()
    .regex(/^[a-zA-Z0-9._-]{1,180}$/, 'must be letters, digits, dots, dashes and underscores')
    .default('payment-hub.engine-records')
    .describe('Engines write to the topic `<prefix>.<ENGINE_NAME>`'),
});

export function engineRecordsTopicName(settings: z.output<typeof engineRecordsSettings>): string {
  return `${settings.ENGINE_RECORDS_TOPIC_PREFIX}.${settings.ENGINE_NAME}`;
}

/** Settings that whoever makes the topic needs besides; the bridge does. */
export const engineRecordsTopicSettings = z.object({
  ENGINE_PARTITIONS: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(3)
    .describe(
      'Partitions of the topic of an engine, when it is made: as many as the engine has, or more',
    ),
  ENGINE_RECORDS_RETENTION: duration()
    .prefault('P35D')
    .describe('How long Kafka keeps the records of an engine: longer than any reader may be away'),
  ENGINE_RECORDS_REPLICATION: replicas('Replicas of that topic, when it is made'),
});

/** One record is never larger: the engine writes all that one command causes in 4 MB, and JSON takes more room. */
const recordBytesMax = 16 * 1024 * 1024;

export function engineRecordsTopic(
  name: string,
  settings: z.output<typeof engineRecordsTopicSettings>,
): TopicSettings {
  const topic = {
    name,
    partitions: settings.ENGINE_PARTITIONS,
    settings: {
      'cleanup.policy': 'delete',
      'retention.ms': String(settings.ENGINE_RECORDS_RETENTION),
      'retention.bytes': '-1',
      'max.message.bytes': String(recordBytesMax),
      // Kept by the broker's time: no clock of an engine makes records old before they are.
      'message.timestamp.type': 'LogAppendTime',
    },
  };
  return replicated(topic, settings.ENGINE_RECORDS_REPLICATION);
}

/** Every record has all of them. */
export const engineRecordHeaders = {
  /** ENGINE_NAME of the bridge. */
  engine: 'engine',
  /** As in the document: `PROCESS_INSTANCE`, `JOB`. */
  valueType: 'value-type',
  /** `8.5.8`: the shape of the document follows from it. */
  brokerVersion: 'broker-version',
} as const;

/** Partitions of an engine are counted from 1, those of Kafka from 0. */
export function kafkaPartitionOf(partitionId: number): number {
  return partitionId - 1;
}

/** Where in an engine's log a record stands. */
export interface RecordPlace {
  readonly partitionId: number;
  /** Beyond 2^53 in a long life of an engine. */
  readonly position: bigint;
}

const keyPattern = /^([1-9]\d{0,3})-(\d{1,19})$/;

/** @returns undefined when it is no key of an engine's record */
export function readRecordKey(key: string): RecordPlace | undefined {
  const [, partitionId, position] = keyPattern.exec(key) ?? [];
  if (partitionId === undefined || position === undefined) return undefined;
  return { partitionId: Number(partitionId), position: BigInt(position) };
}

/** A record of the raw stream, its document unread. */
export interface EngineRecord extends RecordPlace {
  readonly engine: string;
  readonly valueType: string;
  readonly brokerVersion: string;
  readonly document: string;
}

/** @returns undefined when no bridge has written this */
export function readEngineRecord(record: KafkaRecord): EngineRecord | undefined {
  const { key = '', value: document, headers = {}, partition } = record;
  const place = readRecordKey(key);
  const engine = headers[engineRecordHeaders.engine];
  const valueType = headers[engineRecordHeaders.valueType];
  const brokerVersion = headers[engineRecordHeaders.brokerVersion];
  if (place === undefined || kafkaPartitionOf(place.partitionId) !== partition) return undefined;
  if (engine === undefined || valueType === undefined) return undefined;
  if (brokerVersion === undefined || document === undefined) return undefined;
  return { ...place, engine, valueType, brokerVersion, document };
}
