/** What the hub asks of Kafka. Only this folder knows kafkajs. */
import type { EpochMs } from '../../runtime';

export interface KafkaRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string | undefined;
  /**
   * Undefined: the key is deleted from a compacted topic. Bytes that are not UTF-8 stand as a text that says
   * so and is no JSON: no reader takes it for a record, and who finds it set aside has the bytes.
   */
  readonly value: string | undefined;
  readonly timestampMs: EpochMs;
  /** Absent when there are none. A name that stands twice has its last value; what is not UTF-8 is left out. */
  readonly headers?: Headers;
}

/** `traceparent` and the like. */
export type Headers = Readonly<Record<string, string>>;

export interface OutgoingRecord {
  readonly topic: string;
  /** Records of one key keep their order: they go to one partition. */
  readonly key: string;
  /** Null deletes the key from a compacted topic. */
  readonly value: string | null;
  readonly headers?: Headers;
  /** Default: the one of the key. */
  readonly partition?: number;
}

/** What a publisher takes besides: bytes that it passes on as they are. */
export interface PublishedRecord extends Omit<OutgoingRecord, 'value'> {
  readonly value: string | Buffer | null;
}

export interface TopicSettings {
  readonly name: string;
  readonly partitions: number;
  /** Default: the cluster's own. */
  readonly replicationFactor?: number;
  /** `cleanup.policy`, `retention.ms` and the like. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Where a topic is not what it should be. */
export interface TopicDifference {
  readonly topic: string;
  /** `topic` itself, when it is missing; `partitions`, `replicationFactor`, or the name of a setting. */
  readonly what: string;
  readonly wanted: string;
  readonly found: string | undefined;
}

/** Something that goes on until it is stopped. `failed` rejects when it cannot go on. */
export interface Following {
  readonly failed: Promise<never>;
  stop(): Promise<void>;
}

export interface FollowOptions {
  readonly topic: string;
  /** Where to begin: the first record at or after this time; the beginning when absent. */
  readonly sinceMs?: EpochMs;
  /** Where to begin instead, by partition; at the first record that is still there, where that one is gone. */
  readonly fromOffsets?: ReadonlyMap<number, number>;
  /** In order of each partition. What it throws ends the following: `failed` rejects with it. */
  readonly apply: (records: readonly KafkaRecord[]) => void | Promise<void>;
  /** All of a partition before this offset has been applied; Kafka's own marks in it never arrive. */
  readonly moved?: (partition: number, toOffset: number) => void;
}

/** @throws when one is named twice: each has one place where its records go */
export function requireDistinct(topics: readonly FollowOptions[]): void {
  const names = topics.map(({ topic }) => topic);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) throw new Error(`${twice} is followed twice`);
}

/** Thrown by `transform`: nothing is wrong, but these records are to be given again later. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
}

/**
 * All records of one batch, of one partition. What it throws, {@link NotYet} without a word, makes
 * this partition wait, for up to some seconds, and the batch come again; others go on.
 */
export type Transform = (records: readonly KafkaRecord[]) => readonly OutgoingRecord[];

export interface SourcePartition {
  readonly topic: string;
  readonly partition: number;
}

export type TransformOptions = {
  readonly groupId: string;
  readonly topics: readonly string[];
} & (
  | { readonly transform: Transform }
  /**
   * For what remembers: each partition has a transform of its own, made once nobody else can write for it any more.
   * So what `open` reads of what transforms of this partition have written is all of it, and belongs to the first
   * record that comes. Thrown away when a batch has failed, by {@link NotYet} too, and when the group agrees anew:
   * what was remembered and not written is forgotten.
   */
  | { readonly open: (source: SourcePartition) => Promise<Transform> }
);

export interface FailedBatch {
  /** In their order, of one partition. */
  readonly records: readonly KafkaRecord[];
  readonly error: unknown;
  /** Failures of this partition in a row, this one included. */
  readonly attempts: number;
}

/** Whoever sets records aside has put them where they are kept before saying so: they do not come again. */
export type FailureDecision = 'retry' | { readonly setAside: readonly KafkaRecord[] };

export interface ConsumeOptions {
  readonly groupId: string;
  readonly topics: readonly string[];
  /**
   * Records of one partition, in its order; of one partition never two calls at a time. They count as read
   * when it resolves, and come again, to whoever has the partition then, when it rejects or the process ends
   * before. `signal` aborts when the partition is to be handed over: to resolve soon, or to reject, is best.
   */
  readonly apply: (records: readonly KafkaRecord[], signal: AbortSignal) => Promise<void>;
  /**
   * What is to become of records that `apply` rejected; an outage is none of their faults. Default `retry`,
   * for ever: this partition waits for up to half a minute, others go on, and {@link NotYet} is not told.
   */
  readonly decide?: (failed: FailedBatch) => Promise<FailureDecision>;
  /** In one call of `apply`, at most. Default 500. */
  readonly recordsMax?: number;
  /** Partitions that are worked on at a time. Default 4. */
  readonly concurrency?: number;
}

export interface PublisherOptions {
  /** Keys, values and headers that wait or are on their way: with so much nothing more is taken. Default 16 MiB. */
  readonly queueBytesMax?: number;
  /** In one request, unless a single record is larger. Default 500,000: brokers take 1 MB as they come. */
  readonly batchBytesMax?: number;
}

/** Nothing of what was to be published is taken: wait for `room`. */
export class QueueFull extends Error {
  override readonly name = 'QueueFull';
}

/** Brokers take no record, or no request, so large for this topic: to repeat it helps nobody. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** Many small records, fast: each in its turn, and each once unless the publisher says that it failed. */
export interface KafkaPublisher {
  /**
   * Resolves once all replicas in sync have the records; those of one partition stand there in the order of
   * the calls. When it rejects they may have been written or not, and all that was handed over after them
   * and had no answer yet is rejected too: so whoever repeats what failed keeps the order.
   * Rejects with {@link QueueFull}, at once, while the queue has no room; with {@link TooLarge} what was in one request
   * with a record that brokers will not take.
   */
  publish(records: readonly PublishedRecord[]): Promise<void>;
  /** Resolves once there is room in the queue. */
  room(): Promise<void>;
  /** Resolves once all that was taken has its answer. */
  close(): Promise<void>;
}

export interface KafkaDoor {
  /** Makes the topics that are not there yet; leaves those that are. */
  ensureTopics(topics: readonly TopicSettings[]): Promise<void>;
  /** What of these topics is missing or other than it should be; settings that are not named may be any. */
  checkTopics(topics: readonly TopicSettings[]): Promise<readonly TopicDifference[]>;
  /**
   * Resolves once all replicas in sync have the records; all of them are seen, or none. When it rejects
   * they may have been written or not: what must not stand twice needs a key to tell it by.
   */
  publish(records: readonly OutgoingRecord[]): Promise<void>;
  /** Closed with the door at the latest. */
  openPublisher(options?: PublisherOptions): KafkaPublisher;
  /**
   * Every instance reads all of the topics, committed records only. Resolves once all that stood in them at
   * the call has been applied, and goes on. Topics of one call, each named once, are read together, which costs
   * little more than one: no two of their `apply` are called at a time, and what ends one ends all.
   */
  follow(...topics: readonly FollowOptions[]): Promise<Following>;
  /**
   * Instances of one group share the topics' partitions. What `transform` makes of a batch and the fact
   * that the batch was read are written in one transaction: each record counts exactly once, whatever is
   * killed when.
   */
  transform(options: TransformOptions): Promise<Following>;
  /**
   * Instances of one group share the topics' partitions; what `apply` does may take its time. Each committed
   * record is applied at least once, whatever is killed when. A group that is new begins at the beginning.
   */
  consume(options: ConsumeOptions): Following;
  /** Of each partition the offset that its next record will have. */
  endOffsets(topic: string): Promise<ReadonlyMap<number, number>>;
  /** Of each partition up to where a group has read it; 0 where it has read nothing, or there is no such group. */
  committedOffsets(groupId: string, topic: string): Promise<ReadonlyMap<number, number>>;
  /** Lets go, for good and of everybody, all records of a partition before its offset. Nobody reads them from then on. */
  deleteBefore(topic: string, offsets: ReadonlyMap<number, number>): Promise<void>;
  /** The records of a partition in [from, to), committed ones only. */
  read(range: ReadRange): AsyncIterable<KafkaRecord>;
  checkHealth(): Promise<void>;
  close(): Promise<void>;
}

export interface ReadRange {
  readonly topic: string;
  readonly partition: number;
  readonly fromOffset: number;
  readonly toOffset: number;
}
