import type { Consumer, ConsumerConfig, EachBatchPayload, Kafka } from 'kafkajs';
import type { Clock, Logger } from '../../runtime';
import { retry } from './client';
import type { Following } from './kafka-door';
import type { Assignment, KafkaMetrics } from './metrics';

export interface ConsumingDeps {
  readonly kafka: Kafka;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: KafkaMetrics;
}

export interface ConsumingOptions {
  /** Asked for each new consumer: brokers take the one before for alive until its session ends. */
  readonly groupId: () => string;
  readonly topics: readonly string[];
  /** Batches of different partitions that are worked on at one time. */
  readonly concurrency: number;
  readonly group?: Pick<
    ConsumerConfig,
    'sessionTimeout' | 'rebalanceTimeout' | 'heartbeatInterval' | 'maxBytes' | 'maxWaitTimeInMs'
  >;
  /** The group has agreed who reads what; here `seek` and `pause` take effect before the first fetch. */
  readonly joined: (consumer: Consumer, assigned: readonly Assignment[]) => void;
  /** Never throws but what `heartbeat` has thrown. What it does not resolve comes again. */
  readonly apply: (payload: EachBatchPayload, consumer: Consumer) => Promise<void>;
  /** Up to here, exclusive, a partition holds nothing that is shown: markers, aborted records, gaps. */
  readonly skipped?: (topic: string, partition: number, toOffset: number) => void;
}

/** Longer than any pause between two fetches: who is silent for that long is stuck. */
const silenceMsMax = 60_000;
const watchIntervalMs = 5_000;
const restartMs = 500;

/**
 * A consumer that goes on until it is stopped. kafkajs's own restarts are not used: after some errors it
 * gives up for good, so each time a new consumer is made.
 */
export class Consuming implements Following {
  readonly failed: Promise<never>;
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;
  private reject: (error: unknown) => void = () => undefined;
  private lastSignMs: number;
  private busy = 0;

  constructor(
    private readonly deps: ConsumingDeps,
    private readonly options: ConsumingOptions,
  ) {
    this.failed = new Promise((_resolve, reject) => (this.reject = reject));
    // Whoever started this may look at `failed` later, or never.
    this.failed.catch(() => undefined);
    this.lastSignMs = deps.clock.now();
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  /** For `apply`, which must not wait for the end of what it is part of. */
  fail(error: unknown): void {
    this.reject(error);
    this.stopping.abort();
  }

  private async run(): Promise<void> {
    const { clock, log } = this.deps;
    while (!this.isStopping()) {
      try {
        await this.runOnce();
      } catch (error) {
        if (this.isStopping()) return;
        log.warn(
          { topics: this.options.topics, error },
          'reading from Kafka stopped: begins again',
        );
        await clock.sleep(restartMs, this.stopping.signal);
      }
    }
  }

  private async runOnce(): Promise<void> {
    const { groupId, topics, concurrency, group } = this.options;
    const consumer = this.deps.kafka.consumer({
      groupId: groupId(),
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: 250,
      rebalanceTimeout: 30_000,
      ...group,
      retry: { ...retry, restartOnFailure },
    });
    const ended = new Promise<never>((_resolve, reject) => {
      consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
    });
    ended.catch(() => undefined);
    this.listen(consumer);
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [...topics], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: concurrency,
        eachBatch: (payload) => this.work(payload, consumer),
      });
      await Promise.race([ended, this.watch()]);
    } finally {
      await consumer.disconnect();
    }
  }

  private listen(consumer: Consumer): void {
    const { log, metrics } = this.deps;
    consumer.on('consumer.group_join', ({ payload }) => {
      const assigned = Object.entries(payload.memberAssignment).map(([topic, partitions]) => ({
        topic,
        partitions,
      }));
      log.info({ groupId: payload.groupId, assigned }, 'joined the group of readers');
      this.options.joined(consumer, assigned);
    });
    consumer.on('consumer.fetch', () => (this.lastSignMs = this.deps.clock.now()));
    consumer.on('consumer.end_batch_process', ({ payload }) => {
      metrics.lag(payload.topic, payload.partition, Number(payload.offsetLag));
      // A batch with records is resolved by `apply`, or not at all.
      if (payload.batchSize === 0) {
        const { topic, partition, lastOffset } = payload;
        this.options.skipped?.(topic, partition, Number(lastOffset) + 1);
      }
    });
  }

  private async work(payload: EachBatchPayload, consumer: Consumer): Promise<void> {
    if (this.isStopping()) return;
    this.busy += 1;
    try {
      await this.options.apply(payload, consumer);
    } finally {
      this.busy -= 1;
      this.lastSignMs = this.deps.clock.now();
    }
  }

  /** Resolves when we are told to stop. @throws when the consumer makes no sign any more. */
  private async watch(): Promise<void> {
    const { clock } = this.deps;
    this.lastSignMs = clock.now();
    while (!this.isStopping()) {
      await clock.sleep(watchIntervalMs, this.stopping.signal);
      if (this.busy === 0 && clock.now() - this.lastSignMs > silenceMsMax) {
        throw new Error(`the Kafka client has not read for ${silenceMsMax} ms`);
      }
    }
  }
}

const restartOnFailure = (): Promise<boolean> => Promise.resolve(false);
