import type { EachBatchPayload } from 'kafkajs';
import type { Clock, Logger } from '../../runtime';
import { NotYet } from './kafka-door';
import type { KafkaMetrics } from './metrics';

interface Pauses {
  readonly firstMs: number;
  readonly mostMs: number;
}

interface Deps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: KafkaMetrics;
}

/** Has batches that failed come again, later each time: their partition waits, and no other. */
export class RepeatLater {
  private readonly failuresInRow = new Map<string, number>();

  constructor(
    private readonly deps: Deps,
    private readonly pauses: Pauses,
  ) {}

  /** Gives how often in a row this partition has failed now. */
  failed(payload: EachBatchPayload, error: unknown): number {
    const { topic, partition } = payload.batch;
    const failures = (this.failuresInRow.get(placeOf(payload)) ?? 0) + 1;
    this.failuresInRow.set(placeOf(payload), failures);
    if (!(error instanceof NotYet)) {
      this.deps.metrics.failed(topic);
      this.deps.log.warn({ topic, partition, failures, error }, 'batch failed: to be repeated');
    }
    return failures;
  }

  succeeded(payload: EachBatchPayload): void {
    this.failuresInRow.delete(placeOf(payload));
  }

  forgetAll(): void {
    this.failuresInRow.clear();
  }

  /** What was not resolved of the batch is fetched again after the pause, which `signal` cuts short. */
  pause(payload: EachBatchPayload, signal?: AbortSignal): void {
    const failures = this.failuresInRow.get(placeOf(payload)) ?? 1;
    const resume = payload.pause();
    const { firstMs, mostMs } = this.pauses;
    const durationMs = Math.min(firstMs * 2 ** (failures - 1), mostMs);
    void this.deps.clock.sleep(durationMs, signal).then(resume);
  }
}

function placeOf({ batch: { topic, partition } }: EachBatchPayload): string {
  return `${topic}/${partition}`;
}
