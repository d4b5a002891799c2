/** Takes a bulk only once Kafka has all of it; whatever is in doubt is refused, and the exporter repeats it. */
import { z } from 'zod';
import { engineRecordHeaders, kafkaPartitionOf } from '../../common/contracts/engine-records-topic';
import {
  TooLarge,
  type Headers,
  type KafkaDoor,
  type KafkaPublisher,
  type PublishedRecord,
} from '../../common/doors/kafka/kafka-door';
import { inTime } from '../../common/in-time';
import { parseJsonBytes } from '../../common/json';
import type { Clock } from '../../common/runtime';
import type { Body } from './bodies';
import type { BridgeMetrics } from './metrics';
import { readBulk, type ExportedRecord, type RecordKind } from './read-bulk';
import { Refusal } from './refusal';

interface Deps {
  readonly kafka: KafkaDoor;
  readonly clock: Clock;
  readonly metrics: BridgeMetrics;
}

export interface BridgeSettings {
  readonly engine: string;
  readonly topic: string;
  /** Less than the exporter waits for. */
  readonly answerWithinMs: number;
}

type ByPartition = ReadonlyMap<number, readonly ExportedRecord[]>;

export class Bridge {
  /** By partition of the engine. One each: what keeps one partition from being written holds up no other. */
  private readonly publishers = new Map<number, KafkaPublisher>();
  /**
   * Partitions of which a bulk is being written. The exporter sends the next one only after an answer; that it sends one
   * all the same means that it has stopped waiting for the first, which may still be written.
   */
  private readonly beingWritten = new Set<number>();
  private topicPartitions = 0;

  constructor(
    private readonly deps: Deps,
    private readonly settings: BridgeSettings,
  ) {}

  /**
   * Resolves once all replicas in sync have every record. The body is released when nothing needs it any more.
   * @throws Refusal in every other case: the records may be in Kafka then or not
   */
  async take(body: Body): Promise<void> {
    let partitions: ByPartition;
    try {
      partitions = byPartition(readBulk(body.bytes));
      await this.requirePartitions(Math.max(...partitions.keys()));
      this.requireNotBeingWritten(partitions);
    } catch (error) {
      body.release();
      throw error;
    }
    const writing = Promise.allSettled(
      [...partitions].map(([partitionId, records]) => this.write(partitionId, records)),
    );
    const written = writing.then((results) => {
      body.release();
      for (const result of results)
        if (result.status === 'rejected') throw refusalOf(result.reason);
    });
    await this.inTime(written);
  }

  /** Resolves once all that is being written has its answer. */
  async close(): Promise<void> {
    await Promise.all([...this.publishers.values()].map((one) => one.close()));
  }

  private async requirePartitions(partitionId: number): Promise<void> {
    if (partitionId <= this.topicPartitions) return;
    const { topic } = this.settings;
    const look = this.deps.kafka.endOffsets(topic).catch((error: unknown) => {
      throw new Refusal('not-written', `Kafka cannot be asked about the topic ${topic}`, {
        cause: error,
      });
    });
    this.topicPartitions = (await this.inTime(look)).size;
    if (partitionId <= this.topicPartitions) return;
    throw new Refusal(
      'no-partition',
      `the engine has a partition ${partitionId}, the topic ${topic} only ${this.topicPartitions} of them: ` +
        `give the topic as many partitions as the engine has, and set ENGINE_PARTITIONS`,
    );
  }

  private requireNotBeingWritten(partitions: ByPartition): void {
    for (const partitionId of partitions.keys()) {
      if (!this.beingWritten.has(partitionId)) continue;
      throw new Refusal(
        'before-not-written',
        `Kafka has not answered yet to the bulk of partition ${partitionId} before this one`,
      );
    }
  }

  private async write(partitionId: number, records: readonly ExportedRecord[]): Promise<void> {
    const { clock, kafka, metrics } = this.deps;
    const publisher = this.publishers.get(partitionId) ?? kafka.openPublisher();
    this.publishers.set(partitionId, publisher);
    this.beingWritten.add(partitionId);
    try {
      await publisher.publish(this.publishedRecords(partitionId, records));
    } finally {
      this.beingWritten.delete(partitionId);
    }
    metrics.acknowledged({
      partitionId,
      records: records.length,
      bytes: records.reduce((sum, { document }) => sum + document.length, 0),
      nowMs: clock.now(),
      writtenMs: timestampOf(records.at(-1)),
    });
  }

  private publishedRecords(
    partitionId: number,
    records: readonly ExportedRecord[],
  ): PublishedRecord[] {
    const { topic, engine } = this.settings;
    const partition = kafkaPartitionOf(partitionId);
    const headers = new Map<RecordKind, Headers>();
    const headersOf = (kind: RecordKind): Headers => {
      const made = headers.get(kind) ?? {
        [engineRecordHeaders.engine]: engine,
        [engineRecordHeaders.valueType]: kind.valueType,
        [engineRecordHeaders.brokerVersion]: kind.brokerVersion,
      };
      headers.set(kind, made);
      return made;
    };
    return records.map(({ key, document, kind }) => ({
      ...{ topic, partition, key },
      value: document,
      headers: headersOf(kind),
    }));
  }

  private inTime<Result>(work: Promise<Result>): Promise<Result> {
    const { answerWithinMs } = this.settings;
    return inTime(
      this.deps.clock,
      answerWithinMs,
      work,
      () => new Refusal('not-written', `Kafka has not answered within ${answerWithinMs} ms`),
    );
  }
}

function byPartition(records: readonly ExportedRecord[]): ByPartition {
  const partitions = new Map<number, ExportedRecord[]>();
  for (const record of records) {
    const others = partitions.get(record.partitionId);
    if (others === undefined) partitions.set(record.partitionId, [record]);
    else others.push(record);
  }
  return partitions;
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof TooLarge) {
    return new Refusal('record-too-large', error.message, { cause: error });
  }
  return new Refusal('not-written', 'Kafka has not acknowledged the records', { cause: error });
}

const timestampSchema = z.object({ timestamp: z.number() });

/** Only for the metric, and only of the last: documents are not read. */
function timestampOf(record: ExportedRecord | undefined): number | undefined {
  const parsed = timestampSchema.safeParse(record && parseJsonBytes(record.document));
  return parsed.data?.timestamp;
}
