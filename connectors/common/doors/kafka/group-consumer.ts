import type { EachBatchPayload } from 'kafkajs';
import { Consuming, type ConsumingDeps } from './consuming';
import type { ConsumeOptions, Following, KafkaRecord } from './kafka-door';
import type { Assignment } from './metrics';
import { recordsOf } from './records';
import { RepeatLater } from './repeat-later';

const defaults = { recordsMax: 500, concurrency: 4 };
const pauses = { firstMs: 100, mostMs: 30_000 };

/** Of one answer of a broker: with what `apply` makes of it, all that we hold at a time. */
const fetchBytesMax = 5 * 1024 * 1024;

// A member that was killed is missed for this long, and so are its partitions.
const sessionTimeoutMs = 6_000;
const heartbeatMs = 1_000;

/** Errors that say that the group has to agree anew who reads what. */
const membershipErrors = new Set([
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'NOT_COORDINATOR_FOR_GROUP',
]);

/** Works off what a group has to read, at least once. See README.md. */
export class GroupConsumer implements Following {
  readonly failed: Promise<never>;
  private readonly consuming: Consuming;
  private readonly repeatLater: RepeatLater;
  /** Aborts when our partitions are to be handed over; renewed when the group has agreed. */
  private handingOver = new AbortController();
  private rebalance: Error | undefined;
  private isStopping = false;

  constructor(
    private readonly deps: ConsumingDeps,
    private readonly options: ConsumeOptions,
  ) {
    this.repeatLater = new RepeatLater(deps, pauses);
    this.consuming = new Consuming(deps, {
      groupId: () => options.groupId,
      topics: options.topics,
      concurrency: options.concurrency ?? defaults.concurrency,
      group: {
        sessionTimeout: sessionTimeoutMs,
        heartbeatInterval: heartbeatMs,
        maxBytes: fetchBytesMax,
      },
      joined: (_consumer, assigned) => this.joined(assigned),
      apply: (payload) => this.apply(payload),
    });
    this.failed = this.consuming.failed;
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    this.handingOver.abort();
    await this.consuming.stop();
  }

  private joined(assigned: readonly Assignment[]): void {
    this.rebalance = undefined;
    if (!this.isStopping) this.handingOver = new AbortController();
    this.repeatLater.forgetAll();
    this.deps.metrics.assigned(this.options.topics, assigned);
  }

  private async apply(payload: EachBatchPayload): Promise<void> {
    if (this.rebalance !== undefined) throw this.rebalance;
    const { signal } = this.handingOver;
    await this.heartbeatDuring(payload, this.work(payload, signal));
    await this.heartbeat(payload);
  }

  /** Whoever only works for long is still a member, and hears that others want to join. */
  private async heartbeatDuring(payload: EachBatchPayload, work: Promise<void>): Promise<void> {
    const over = new AbortController();
    const beating = this.heartbeatUntil(payload, over.signal);
    try {
      await work;
    } finally {
      over.abort();
      await beating;
    }
    if (this.rebalance !== undefined) throw this.rebalance;
  }

  private async heartbeatUntil(payload: EachBatchPayload, over: AbortSignal): Promise<void> {
    for (;;) {
      await this.deps.clock.sleep(heartbeatMs, over);
      if (over.aborted) return;
      // What else there is (a lost connection) passes, or the group misses us and says so next time.
      await this.heartbeat(payload).catch(() => undefined);
    }
  }

  private async heartbeat(payload: EachBatchPayload): Promise<void> {
    try {
      await payload.heartbeat();
    } catch (error) {
      const { type } = error as { type?: string };
      if (membershipErrors.has(type ?? '')) {
        this.rebalance ??= error as Error;
        this.handingOver.abort();
      }
      throw error;
    }
  }

  private async work(payload: EachBatchPayload, signal: AbortSignal): Promise<void> {
    const { batch } = payload;
    const records = recordsOf(payload, 0);
    const { recordsMax = defaults.recordsMax } = this.options;
    let done = 0;
    while (done < records.length && !signal.aborted) {
      const chunk = records.slice(done, done + recordsMax);
      if (!(await this.isApplied(chunk, payload, signal))) break;
      done += chunk.length;
      this.deps.metrics.read(batch.topic, chunk.length);
    }
    const last = records[done - 1];
    if (last === undefined) return;
    // Of the last one also what follows and is not shown: ends of transactions.
    const lastOffset = done === records.length ? Number(batch.lastOffset()) : last.offset;
    payload.resolveOffset(String(last.offset));
    await this.commit(payload, lastOffset + 1);
  }

  /** False: it comes again, here or elsewhere. */
  private async isApplied(
    chunk: readonly KafkaRecord[],
    payload: EachBatchPayload,
    signal: AbortSignal,
  ): Promise<boolean> {
    let left = chunk;
    while (left.length > 0) {
      try {
        await this.options.apply(left, signal);
        break;
      } catch (error) {
        if (signal.aborted) return false;
        const without = await this.without(left, payload, error);
        if (without.length === left.length) {
          this.repeatLater.pause(payload, signal);
          return false;
        }
        left = without;
      }
    }
    this.repeatLater.succeeded(payload);
    return true;
  }

  /** The records without those that have been set aside. */
  private async without(
    records: readonly KafkaRecord[],
    payload: EachBatchPayload,
    error: unknown,
  ): Promise<readonly KafkaRecord[]> {
    const attempts = this.repeatLater.failed(payload, error);
    const { decide } = this.options;
    if (decide === undefined) return records;
    try {
      const decision = await decide({ records, error, attempts });
      if (decision === 'retry') return records;
      const setAside = new Set(decision.setAside.map(({ offset }) => offset));
      return records.filter(({ offset }) => !setAside.has(offset));
    } catch (failure) {
      const { topic, partition } = payload.batch;
      const fields = { topic, partition, error: failure };
      this.deps.log.warn(fields, 'could not decide on records that failed: to be repeated');
      return records;
    }
  }

  /** What could not be committed now is with the next commit; or it is applied once more. */
  private async commit(payload: EachBatchPayload, nextOffset: number): Promise<void> {
    const { topic, partition } = payload.batch;
    const partitions = [{ partition, offset: String(nextOffset) }];
    try {
      await payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions }] });
    } catch (error) {
      this.deps.log.info({ topic, partition, error }, 'an offset could not be committed yet');
    }
  }
}
