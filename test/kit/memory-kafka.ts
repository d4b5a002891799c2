/** Kafka in memory: what the contract of KafkaDoor promises, and how a test has it go wrong. */
import { createHash } from 'node:crypto';
import type {
  FollowOptions,
  Following,
  KafkaDoor,
  KafkaRecord,
  OutgoingRecord,
  ReadRange,
  TopicSettings,
  TransformOptions,
} from '../../connectors/common/doors/kafka/kafka-door';

/** The brokers and what they hold. Each {@link MemoryDoor} is one process's way to them. */
export class MemoryKafka {
  private readonly topics = new Map<string, KafkaRecord[][]>();
  private readonly listeners = new Set<() => void>();
  /** Next offset to read, by group, topic and partition. */
  readonly groupOffsets = new Map<string, number>();

  constructor(private readonly now: () => number) {}

  addTopic(topic: string, partitions: number): void {
    if (this.topics.has(topic)) return;
    this.topics.set(
      topic,
      Array.from({ length: partitions }, () => []),
    );
  }

  addPartition(topic: string): void {
    this.topics.get(topic)?.push([]);
  }

  partitions(topic: string): readonly (readonly KafkaRecord[])[] {
    const partitions = this.topics.get(topic);
    if (partitions === undefined) throw new Error(`There is no topic ${topic}`);
    return partitions;
  }

  /** As another program would write it: any text. */
  append({ topic, key, value }: OutgoingRecord, timestampMs = this.now()): KafkaRecord {
    const partitions = this.topics.get(topic);
    if (partitions === undefined) throw new Error(`There is no topic ${topic}`);
    const partition = createHash('md5').update(key).digest().readUInt32BE() % partitions.length;
    const records = partitions[partition] ?? [];
    const record = {
      topic,
      partition,
      offset: records.length,
      key,
      value: value ?? undefined,
      timestampMs,
    };
    records.push(record);
    for (const listener of this.listeners) listener();
    return record;
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  door(): MemoryDoor {
    return new MemoryDoor(this);
  }
}

export class MemoryDoor implements KafkaDoor {
  private readonly readers = new Set<Reader>();
  /** What happens to the next `publish`: it is lost, or done and its answer is lost. */
  nextPublish: 'done' | 'lost' | 'answer-lost' = 'done';
  private isDead = false;
  private delivers = true;

  constructor(private readonly kafka: MemoryKafka) {}

  ensureTopics(topics: readonly TopicSettings[]): Promise<void> {
    for (const { name, partitions } of topics) this.kafka.addTopic(name, partitions);
    return Promise.resolve();
  }

  publish(records: readonly OutgoingRecord[]): Promise<void> {
    const fate = this.isDead ? 'lost' : this.nextPublish;
    this.nextPublish = 'done';
    if (fate !== 'lost') for (const record of records) this.kafka.append(record);
    return fate === 'done' ? Promise.resolve() : Promise.reject(new Error('no answer from Kafka'));
  }

  async follow({ topic, sinceMs = -Infinity, apply, moved }: FollowOptions): Promise<Following> {
    const partitions = this.kafka.partitions(topic);
    const next = partitions.map((records) => {
      const first = records.findIndex(({ timestampMs }) => timestampMs >= sinceMs);
      return first < 0 ? records.length : first;
    });
    const reader = new Reader([topic], async () => {
      for (const [partition, records] of partitions.entries()) {
        const from = next[partition] ?? 0;
        const taken = records.slice(from);
        next[partition] = from + taken.length;
        if (taken.length > 0) await apply(taken);
        moved?.(partition, from + taken.length);
      }
    });
    return this.run(reader);
  }

  async transform({ groupId, topics, transform }: TransformOptions): Promise<Following> {
    const reader = new Reader(topics, () => {
      for (const topic of topics) {
        for (const [partition, records] of this.kafka.partitions(topic).entries()) {
          const place = JSON.stringify([groupId, topic, partition]);
          const batch = records.slice(this.kafka.groupOffsets.get(place) ?? 0);
          if (batch.length === 0) continue;
          const made = transform(batch);
          this.kafka.groupOffsets.set(place, records.length);
          for (const record of made) this.kafka.append(record);
        }
      }
      return Promise.resolve();
    });
    return this.run(reader);
  }

  endOffsets(topic: string): Promise<ReadonlyMap<number, number>> {
    const ends = this.kafka.partitions(topic).map((records, at) => [at, records.length] as const);
    return Promise.resolve(new Map(ends));
  }

  async *read({ topic, partition, fromOffset, toOffset }: ReadRange): AsyncIterable<KafkaRecord> {
    await Promise.resolve();
    yield* (this.kafka.partitions(topic)[partition] ?? []).slice(fromOffset, toOffset);
  }

  checkHealth(): Promise<void> {
    return this.isDead ? Promise.reject(new Error('no connection to Kafka')) : Promise.resolve();
  }

  async close(): Promise<void> {
    for (const reader of this.readers) await reader.stop();
  }

  /** From now on records come only by {@link deliver}. */
  hold(): void {
    this.delivers = false;
  }

  /** All there is of one topic, or of all that are followed. */
  async deliver(topic?: string): Promise<void> {
    for (const reader of this.readers) {
      if (topic === undefined || reader.topics.includes(topic)) await reader.step();
    }
  }

  /** As kill -9 does: nothing more is read or written. */
  kill(): void {
    this.isDead = true;
    for (const reader of this.readers) void reader.stop();
  }

  private async run(reader: Reader): Promise<Following> {
    this.readers.add(reader);
    const unlisten = this.kafka.listen(() => {
      if (this.delivers) void reader.step();
    });
    await reader.step();
    // The first of those that are settled already counts.
    await Promise.race([reader.failed, Promise.resolve()]);
    return {
      failed: reader.failed,
      stop: async () => {
        unlisten();
        this.readers.delete(reader);
        await reader.stop();
      },
    };
  }
}

/** Reads one step after the other, until it is stopped or fails. */
class Reader {
  readonly failed: Promise<never>;
  private fail: (error: unknown) => void = () => undefined;
  private last: Promise<void> = Promise.resolve();
  private isStopped = false;

  constructor(
    readonly topics: readonly string[],
    private readonly read: () => Promise<void>,
  ) {
    this.failed = new Promise((_, reject) => {
      this.fail = reject;
    });
    // Whoever waits for it is told; the process does not end when nobody does.
    this.failed.catch(() => undefined);
  }

  step(): Promise<void> {
    this.last = this.last.then(async () => {
      if (this.isStopped) return;
      await this.read().catch((error: unknown) => {
        this.isStopped = true;
        this.fail(error);
      });
    });
    return this.last;
  }

  stop(): Promise<void> {
    this.isStopped = true;
    return this.last;
  }
}
