import type { Admin, Consumer, EachBatchPayload } from 'kafkajs';
import { Consuming, type ConsumingDeps } from './consuming';
import type {
  Following,
  KafkaRecord,
  OutgoingRecord,
  SourcePartition,
  Transform,
  TransformOptions,
} from './kafka-door';
import { Lane } from './lane';
import type { Assignment } from './metrics';
import { recordsOf } from './records';
import { RepeatLater } from './repeat-later';

/** Batches of different partitions that are worked on at one time: most of it is waiting for brokers. */
const concurrency = 8;

const pauses = { firstMs: 100, mostMs: 5_000 };

// A member that was killed is missed for this long, and so are its partitions.
const sessionTimeoutMs = 6_000;
const heartbeatMs = 1_000;

/** A partition's way through, and what becomes of its records. */
interface OpenPartition {
  readonly lane: Lane;
  readonly transform: Transform;
}

/** Consume, transform, produce, each record exactly once. See README.md. */
export class Transforming implements Following {
  readonly failed: Promise<never>;
  private readonly consuming: Consuming;
  private partitions = new Map<string, OpenPartition>();
  private readonly repeatLater: RepeatLater;

  constructor(
    private readonly deps: ConsumingDeps & { readonly admin: Admin },
    private readonly options: TransformOptions,
  ) {
    this.repeatLater = new RepeatLater(deps, pauses);
    this.consuming = new Consuming(deps, {
      groupId: () => options.groupId,
      topics: options.topics,
      concurrency,
      group: { sessionTimeout: sessionTimeoutMs, heartbeatInterval: heartbeatMs },
      joined: (_consumer, assigned) => this.joined(assigned),
      apply: (payload, consumer) => this.apply(payload, consumer),
    });
    this.failed = this.consuming.failed;
  }

  async stop(): Promise<void> {
    await this.consuming.stop();
    await Promise.all([...this.partitions.values()].map(({ lane }) => this.close(lane)));
  }

  /** What we knew of any partition may be out of date: each is opened anew with its next batch. */
  private joined(assigned: readonly Assignment[]): void {
    for (const { lane } of this.partitions.values()) void this.close(lane);
    this.partitions = new Map();
    this.repeatLater.forgetAll();
    this.deps.metrics.assigned(this.options.topics, assigned);
  }

  private async apply(payload: EachBatchPayload, consumer: Consumer): Promise<void> {
    const { topic, partition } = payload.batch;
    const key = `${topic}/${partition}`;
    const opened = this.partitions.get(key);
    try {
      if (opened === undefined) {
        await this.open(key, payload, consumer);
      } else {
        await this.work(opened, payload);
        this.repeatLater.succeeded(payload);
      }
    } catch (error) {
      this.repeatLater.failed(payload, error);
      this.repeatLater.pause(payload);
    }
    await payload.heartbeat();
  }

  /** The batch is let go: it may have been fetched before all others were shut out. */
  private async open(key: string, payload: EachBatchPayload, consumer: Consumer): Promise<void> {
    const { topic, partition } = payload.batch;
    const { groupId } = this.options;
    const lane = await Lane.open(this.deps, { groupId, topic, partition });
    try {
      const transform = await this.heartbeatDuring(
        payload,
        this.makeTransform({ topic, partition }),
      );
      this.partitions.set(key, { lane, transform });
    } catch (error) {
      void this.close(lane);
      throw error;
    }
    consumer.seek({ topic, partition, offset: String(lane.position) });
  }

  private makeTransform(source: SourcePartition): Promise<Transform> {
    const { options } = this;
    return 'open' in options ? options.open(source) : Promise.resolve(options.transform);
  }

  /** Whoever reads for long what it has to remember is still a member. */
  private async heartbeatDuring<Result>(
    payload: EachBatchPayload,
    work: Promise<Result>,
  ): Promise<Result> {
    const over = new AbortController();
    const beating = this.heartbeatUntil(payload, over.signal);
    try {
      return await work;
    } finally {
      over.abort();
      await beating;
    }
  }

  private async heartbeatUntil(payload: EachBatchPayload, over: AbortSignal): Promise<void> {
    for (;;) {
      await this.deps.clock.sleep(heartbeatMs, over);
      if (over.aborted) return;
      // What is wrong with our membership the heartbeat after the batch says again.
      await payload.heartbeat().catch(() => undefined);
    }
  }

  private async work(opened: OpenPartition, payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const { lane } = opened;
    if (Number(batch.firstOffset() ?? lane.position) < lane.position) {
      // To skip them would be to lose what is written to a topic that was made anew.
      this.drop(opened);
      throw new Error(`offset ${batch.firstOffset()} came after ${lane.position}: to be looked up`);
    }
    const records = recordsOf(payload, lane.position);
    if (records.length > 0) {
      const made = this.transformed(opened, records);
      try {
        await lane.write(made, Number(batch.lastOffset()) + 1);
      } catch (error) {
        this.drop(opened);
        throw error;
      }
      this.deps.metrics.read(batch.topic, records.length);
      for (const { topic } of made) this.deps.metrics.written(topic, 1);
    }
    payload.resolveOffset(batch.lastOffset());
  }

  private transformed(
    opened: OpenPartition,
    records: readonly KafkaRecord[],
  ): readonly OutgoingRecord[] {
    try {
      return opened.transform(records);
    } catch (error) {
      // It remembers a part of a batch that counts as not read.
      if ('open' in this.options) this.drop(opened);
      throw error;
    }
  }

  private drop(opened: OpenPartition): void {
    for (const [key, one] of this.partitions) if (one === opened) this.partitions.delete(key);
    void this.close(opened.lane);
  }

  private async close(lane: Lane): Promise<void> {
    try {
      await lane.close();
    } catch (error) {
      this.deps.log.debug({ error }, 'a connection to Kafka was not closed in good order');
    }
  }
}
