import type { Admin, Consumer, EachBatchPayload } from 'kafkajs';
import { Consuming, type ConsumingDeps } from './consuming';
import type { Following, TransformOptions } from './kafka-door';
import { Lane } from './lane';
import type { Assignment } from './metrics';
import { recordsOf } from './records';
import { RepeatLater } from './repeat-later';

/** Batches of different partitions that are worked on at one time: most of it is waiting for brokers. */
const concurrency = 8;

const pauses = { firstMs: 100, mostMs: 5_000 };

/** Consume, transform, produce, each record exactly once. See README.md. */
export class Transforming implements Following {
  readonly failed: Promise<never>;
  private readonly consuming: Consuming;
  private lanes = new Map<string, Lane>();
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
      // A member that was killed is missed for this long, and so are its partitions.
      group: { sessionTimeout: 6_000, heartbeatInterval: 1_000 },
      joined: (_consumer, assigned) => this.joined(assigned),
      apply: (payload, consumer) => this.apply(payload, consumer),
    });
    this.failed = this.consuming.failed;
  }

  async stop(): Promise<void> {
    await this.consuming.stop();
    await Promise.all([...this.lanes.values()].map((lane) => this.close(lane)));
  }

  /** What we knew of any partition may be out of date: each is opened anew with its next batch. */
  private joined(assigned: readonly Assignment[]): void {
    for (const lane of this.lanes.values()) void this.close(lane);
    this.lanes = new Map();
    this.repeatLater.forgetAll();
    this.deps.metrics.assigned(this.options.topics, assigned);
  }

  private async apply(payload: EachBatchPayload, consumer: Consumer): Promise<void> {
    const { topic, partition } = payload.batch;
    const key = `${topic}/${partition}`;
    const lane = this.lanes.get(key);
    try {
      if (lane === undefined) await this.open(key, payload, consumer);
      else await this.work(lane, payload);
      this.repeatLater.succeeded(payload);
    } catch (error) {
      this.repeatLater.failed(payload, error);
      this.repeatLater.pause(payload);
    }
    await payload.heartbeat();
  }

  /** The batch is let go: it may have been fetched before all others were shut out. */
  private async open(key: string, { batch }: EachBatchPayload, consumer: Consumer): Promise<void> {
    const { topic, partition } = batch;
    const { groupId } = this.options;
    const lane = await Lane.open(this.deps, { groupId, topic, partition });
    this.lanes.set(key, lane);
    consumer.seek({ topic, partition, offset: String(lane.position) });
  }

  private async work(lane: Lane, payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    if (Number(batch.firstOffset() ?? lane.position) < lane.position) {
      // To skip them would be to lose what is written to a topic that was made anew.
      this.drop(lane);
      throw new Error(`offset ${batch.firstOffset()} came after ${lane.position}: to be looked up`);
    }
    const records = recordsOf(payload, lane.position);
    if (records.length > 0) {
      const made = this.options.transform(records);
      try {
        await lane.write(made, Number(batch.lastOffset()) + 1);
      } catch (error) {
        this.drop(lane);
        throw error;
      }
      this.deps.metrics.read(batch.topic, records.length);
      for (const { topic } of made) this.deps.metrics.written(topic, 1);
    }
    payload.resolveOffset(batch.lastOffset());
  }

  private drop(lane: Lane): void {
    for (const [key, one] of this.lanes) if (one === lane) this.lanes.delete(key);
    void this.close(lane);
  }

  private async close(lane: Lane): Promise<void> {
    try {
      await lane.close();
    } catch (error) {
      this.deps.log.debug({ error }, 'a connection to Kafka was not closed in good order');
    }
  }
}
