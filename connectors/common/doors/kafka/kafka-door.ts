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
}

export interface OutgoingRecord {
  readonly topic: string;
  /** Records of one key keep their order: they go to one partition. */
  readonly key: string;
  /** Null deletes the key from a compacted topic. */
  readonly value: string | null;
}

export interface TopicSettings {
  readonly name: string;
  readonly partitions: number;
  /** `cleanup.policy` and the like. */
  readonly settings: Readonly<Record<string, string>>;
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
  /** In order of each partition. What it throws ends the following: `failed` rejects with it. */
  readonly apply: (records: readonly KafkaRecord[]) => void | Promise<void>;
  /** All of a partition before this offset has been applied; Kafka's own marks in it never arrive. */
  readonly moved?: (partition: number, toOffset: number) => void;
}

/** Thrown by `transform`: nothing is wrong, but these records are to be given again later. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
}

export interface TransformOptions {
  readonly groupId: string;
  readonly topics: readonly string[];
  /**
   * All records of one batch, of one partition. What it throws, {@link NotYet} without a word, makes
   * this partition wait, for up to some seconds, and the batch come again; others go on.
   */
  readonly transform: (records: readonly KafkaRecord[]) => readonly OutgoingRecord[];
}

export interface KafkaDoor {
  /** Makes the topics that are not there yet; leaves those that are. */
  ensureTopics(topics: readonly TopicSettings[]): Promise<void>;
  /**
   * Resolves once all replicas in sync have the records; all of them are seen, or none. When it rejects
   * they may have been written or not: what must not stand twice needs a key to tell it by.
   */
  publish(records: readonly OutgoingRecord[]): Promise<void>;
  /**
   * Every instance reads all of the topic, committed records only. Resolves once all that stood in it at
   * the call has been applied, and goes on.
   */
  follow(options: FollowOptions): Promise<Following>;
  /**
   * Instances of one group share the topics' partitions. What `transform` makes of a batch and the fact
   * that the batch was read are written in one transaction: each record counts exactly once, whatever is
   * killed when.
   */
  transform(options: TransformOptions): Promise<Following>;
  /** Of each partition the offset that its next record will have. */
  endOffsets(topic: string): Promise<ReadonlyMap<number, number>>;
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
