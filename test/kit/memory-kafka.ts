/** Kafka in memory: what the contract of KafkaDoor promises, and how a test has it go wrong. */
import { createHash } from 'node:crypto';
import {
  requireDistinct,
  TooLarge,
  type ConsumeOptions,
  type FollowOptions,
  type Following,
  type KafkaDoor,
  type KafkaPublisher,
  type KafkaRecord,
  type OutgoingRecord,
  type PublishedRecord,
  type PublisherOptions,
  type ReadRange,
  type SourcePartition,
  type TopicDifference,
  type TopicSettings,
  type Transform,
  type TransformOptions,
} from '../../connectors/common/doors/kafka/kafka-door';
import { textOf } from '../../connectors/common/doors/kafka/records';
import { MemoryGroup, placeOf } from './memory-kafka-group';
import { MemoryPublisher } from './memory-kafka-publisher';

/** Awaited before each step that takes time on a real broker: a test decides when it goes on. */
export type Turn = (what: string) => Promise<void>;

interface MemoryTopic {
  readonly settings: TopicSettings;
  readonly partitions: KafkaRecord[][];
  /** Of the next record, by partition: compaction leaves gaps. */
  readonly ends: number[];
}

/** The brokers and what they hold. Each {@link MemoryDoor} is one process's way to them. */
export class MemoryKafka {
  private readonly topics = new Map<string, MemoryTopic>();
  private readonly listeners = new Set<() => void>();
  private readonly groups = new Map<string, MemoryGroup>();
  readonly readers = new Set<Reader>();
  /** Next offset to read, by group, topic and partition. */
  readonly groupOffsets = new Map<string, number>();
  /** Who may write for a partition that is transformed. */
  readonly lanes = new Map<string, object>();
  isDown = false;
  /** Answers nobody until then, and closes no connection. */
  silence: Promise<void> | undefined;

  constructor(
    private readonly now: () => number = () => 0,
    readonly turn?: Turn,
  ) {}

  addTopic(topic: string, partitions: number, settings: Partial<TopicSettings> = {}): void {
    if (this.topics.has(topic)) return;
    this.topics.set(topic, {
      settings: { settings: {}, ...settings, name: topic, partitions },
      partitions: Array.from({ length: partitions }, () => []),
      ends: Array.from({ length: partitions }, () => 0),
    });
  }

  addPartition(topic: string): void {
    this.topic(topic).partitions.push([]);
    this.topic(topic).ends.push(0);
  }

  partitions(topic: string): readonly (readonly KafkaRecord[])[] {
    return this.topic(topic).partitions;
  }

  endOffsets(topic: string): readonly number[] {
    return this.topic(topic).ends;
  }

  differences({ name, partitions, settings }: TopicSettings): TopicDifference[] {
    const found = this.topics.get(name);
    if (found === undefined) {
      return [{ topic: name, what: 'topic', wanted: 'there', found: undefined }];
    }
    const compared = [
      ['partitions', String(partitions), String(found.partitions.length)] as const,
      ...Object.entries(settings).map(
        ([key, wanted]) => [key, wanted, found.settings.settings[key]] as const,
      ),
    ];
    return compared
      .filter(([, wanted, is]) => wanted !== is)
      .map(([what, wanted, is]) => ({ topic: name, what, wanted, found: is }));
  }

  /** As another program would write it: any text. */
  append(
    { topic, key, value, headers, partition: chosen }: PublishedRecord,
    timestampMs = this.now(),
  ): KafkaRecord {
    const { partitions, ends, settings } = this.topic(topic);
    const hash = createHash('md5').update(key).digest().readUInt32BE();
    const partition = chosen ?? hash % partitions.length;
    const record: KafkaRecord = {
      topic,
      partition,
      offset: ends[partition] ?? 0,
      key,
      value: typeof value === 'string' ? value : textOf(value),
      timestampMs,
      ...(headers !== undefined && { headers }),
    };
    const records = partitions[partition];
    if (records === undefined) throw new Error(`${topic} has no partition ${partition}`);
    const bytesMax = Number(settings.settings['max.message.bytes'] ?? Infinity);
    if ((record.value?.length ?? 0) > bytesMax) {
      throw new TooLarge(`${key} is too large. Raise max.message.bytes of the topic ${topic}`);
    }
    records.push(record);
    ends[partition] = record.offset + 1;
    for (const listener of this.listeners) listener();
    return record;
  }

  /** Of each key only the last record stays. */
  compact(topic: string): void {
    for (const records of this.topic(topic).partitions) {
      const last = new Map(records.map((record) => [record.key, record]));
      records.splice(0, Infinity, ...records.filter((record) => last.get(record.key) === record));
    }
  }

  deleteBefore(topic: string, offsets: ReadonlyMap<number, number>): void {
    for (const [partition, before] of offsets) {
      const records = this.topic(topic).partitions[partition] ?? [];
      records.splice(0, Infinity, ...records.filter(({ offset }) => offset >= before));
    }
  }

  /** Whoever follows hears of it; set `isDown` to false for the brokers to be back. */
  breakDown(): void {
    this.isDown = true;
    for (const reader of this.readers) reader.fail(new Error('the broker is gone'));
  }

  group(groupId: string): MemoryGroup {
    const group = this.groups.get(groupId) ?? new MemoryGroup(this, groupId);
    this.groups.set(groupId, group);
    return group;
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  door(name = 'hub'): MemoryDoor {
    return new MemoryDoor(this, name);
  }

  private topic(name: string): MemoryTopic {
    const topic = this.topics.get(name);
    if (topic === undefined) throw new Error(`There is no topic ${name}`);
    return topic;
  }
}

export class MemoryDoor implements KafkaDoor {
  private readonly readers = new Set<Reader>();
  private readonly members = new Set<Following>();
  /** What happens to the next `publish`: it is lost, or done and its answer is lost. */
  nextPublish: 'done' | 'lost' | 'answer-lost' = 'done';
  /** What publishers write from now on takes until then. */
  publishersWaitFor: Promise<void> | undefined;
  private isDead = false;
  private delivers = true;

  constructor(
    private readonly kafka: MemoryKafka,
    private readonly name: string,
  ) {}

  async ensureTopics(topics: readonly TopicSettings[]): Promise<void> {
    await this.checkHealth();
    for (const topic of topics) this.kafka.addTopic(topic.name, topic.partitions, topic);
  }

  async checkTopics(topics: readonly TopicSettings[]): Promise<readonly TopicDifference[]> {
    await this.checkHealth();
    return topics.flatMap((topic) => this.kafka.differences(topic));
  }

  async publish(records: readonly OutgoingRecord[]): Promise<void> {
    const { turn, silence } = this.kafka;
    if (silence !== undefined) await silence;
    if (turn !== undefined) await turn(`${this.name} publishes`);
    this.write(records);
    if (turn !== undefined) await turn(`${this.name} is told`);
  }

  openPublisher(options: PublisherOptions = {}): KafkaPublisher {
    const write = async (records: readonly PublishedRecord[]): Promise<void> => {
      await this.publishersWaitFor;
      this.write(records);
    };
    return new MemoryPublisher(write, options);
  }

  async follow(...topics: readonly FollowOptions[]): Promise<Following> {
    requireDistinct(topics);
    await this.checkHealth();
    const reads = topics.map((one) => this.readerOf(one));
    const reader = new Reader(
      topics.map(({ topic }) => topic),
      async () => {
        for (const read of reads) await read();
      },
    );
    return this.run(reader);
  }

  private readerOf({
    topic,
    sinceMs = -Infinity,
    fromOffsets,
    apply,
    moved,
  }: FollowOptions): () => Promise<void> {
    const next = this.kafka.partitions(topic).map((records, partition) => {
      const least = fromOffsets?.get(partition) ?? 0;
      const first = records.find(
        ({ timestampMs, offset }) => timestampMs >= sinceMs && offset >= least,
      );
      return first?.offset ?? this.kafka.endOffsets(topic)[partition] ?? 0;
    });
    return async () => {
      for (const [partition, records] of this.kafka.partitions(topic).entries()) {
        const end = this.kafka.endOffsets(topic)[partition] ?? 0;
        const taken = records.filter(({ offset }) => offset >= (next[partition] ?? 0));
        next[partition] = end;
        if (taken.length > 0) await apply(taken);
        moved?.(partition, end);
      }
    };
  }

  async transform(options: TransformOptions): Promise<Following> {
    await this.checkHealth();
    const { topics } = options;
    const transforms = new Map<string, Transform>();
    const reader: Reader = new Reader(topics, async () => {
      for (const topic of topics) {
        for (const partition of this.kafka.partitions(topic).keys()) {
          try {
            await this.transformOne(options, { topic, partition }, transforms);
          } catch {
            // This partition waits, and comes again.
            setTimeout(() => void reader.step(), 5);
          }
        }
      }
    });
    return this.run(reader);
  }

  private async transformOne(
    options: TransformOptions,
    { topic, partition }: SourcePartition,
    transforms: Map<string, Transform>,
  ): Promise<void> {
    const place = placeOf(options.groupId, topic, partition);
    const recordsToRead = () => {
      const from = this.kafka.groupOffsets.get(place) ?? 0;
      return (this.kafka.partitions(topic)[partition] ?? []).filter(({ offset }) => offset >= from);
    };
    if (recordsToRead().length === 0) return;
    const { lanes } = this.kafka;
    if (lanes.get(place) !== transforms || !transforms.has(place)) {
      // Whoever had it before is shut out.
      lanes.set(place, transforms);
      const transform =
        'open' in options ? await options.open({ topic, partition }) : options.transform;
      transforms.set(place, transform);
    }
    const batch = recordsToRead();
    const last = batch.at(-1);
    if (last === undefined || this.isDead || lanes.get(place) !== transforms) return;
    try {
      const made = transforms.get(place)?.(batch) ?? [];
      this.kafka.groupOffsets.set(place, last.offset + 1);
      for (const record of made) this.kafka.append(record);
    } catch (error) {
      transforms.delete(place);
      throw error;
    }
  }

  consume(options: ConsumeOptions): Following {
    const member = this.kafka.group(options.groupId).join(options, () => this.isDead);
    this.members.add(member);
    return {
      failed: member.failed,
      stop: async () => {
        this.members.delete(member);
        await member.stop();
      },
    };
  }

  endOffsets(topic: string): Promise<ReadonlyMap<number, number>> {
    return this.checkHealth().then(() => new Map(this.kafka.endOffsets(topic).entries()));
  }

  async committedOffsets(groupId: string, topic: string): Promise<ReadonlyMap<number, number>> {
    await this.checkHealth();
    return new Map(
      this.kafka
        .partitions(topic)
        .map((_, partition) => [
          partition,
          this.kafka.groupOffsets.get(placeOf(groupId, topic, partition)) ?? 0,
        ]),
    );
  }

  async deleteBefore(topic: string, offsets: ReadonlyMap<number, number>): Promise<void> {
    await this.checkHealth();
    this.kafka.deleteBefore(topic, offsets);
  }

  async *read({ topic, partition, fromOffset, toOffset }: ReadRange): AsyncIterable<KafkaRecord> {
    await this.checkHealth();
    const records = this.kafka.partitions(topic)[partition] ?? [];
    yield* records.filter(({ offset }) => offset >= fromOffset && offset < toOffset);
  }

  checkHealth(): Promise<void> {
    const { silence } = this.kafka;
    if (silence !== undefined) return silence.then(() => this.checkHealth());
    if (this.isDead) return Promise.reject(new Error('no connection to Kafka'));
    if (this.kafka.isDown) return Promise.reject(new Error('the broker is gone'));
    return Promise.resolve();
  }

  async close(): Promise<void> {
    for (const one of [...this.readers, ...this.members]) await one.stop();
  }

  /** From now on what is followed or transformed comes only by {@link deliver}. */
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
    for (const one of [...this.readers, ...this.members]) void one.stop();
  }

  private write(records: readonly PublishedRecord[]): void {
    const fate = this.isDead || this.kafka.isDown ? 'lost' : this.nextPublish;
    this.nextPublish = 'done';
    if (fate !== 'lost') for (const record of records) this.kafka.append(record);
    if (fate !== 'done') throw new Error('no answer from Kafka');
  }

  private async run(reader: Reader): Promise<Following> {
    this.readers.add(reader);
    this.kafka.readers.add(reader);
    const { turn } = this.kafka;
    const unlisten = this.kafka.listen(() => {
      if (!this.delivers) return;
      if (turn === undefined) void reader.step();
      else void turn(`${this.name} reads`).then(() => reader.step());
    });
    await reader.step();
    // The first of those that are settled already counts.
    await Promise.race([reader.failed, Promise.resolve()]);
    return {
      failed: reader.failed,
      stop: async () => {
        unlisten();
        this.readers.delete(reader);
        this.kafka.readers.delete(reader);
        await reader.stop();
      },
    };
  }
}

/** Reads one step after the other, until it is stopped or fails. */
class Reader implements Following {
  readonly failed: Promise<never>;
  private reject: (error: unknown) => void = () => undefined;
  private last: Promise<void> = Promise.resolve();
  private isStopped = false;

  constructor(
    readonly topics: readonly string[],
    private readonly read: () => Promise<void>,
  ) {
    this.failed = new Promise((_, reject) => {
      this.reject = reject;
    });
    // Whoever waits for it is told; the process does not end when nobody does.
    this.failed.catch(() => undefined);
  }

  step(): Promise<void> {
    this.last = this.last.then(async () => {
      if (this.isStopped) return;
      await this.read().catch((error: unknown) => this.fail(error));
    });
    return this.last;
  }

  fail(error: unknown): void {
    this.isStopped = true;
    this.reject(error);
  }

  stop(): Promise<void> {
    this.isStopped = true;
    return this.last;
  }
}
