/** Virtual time: what is to happen, in the order of its times. Nothing here reads a real clock. */
import type { Clock, EpochMs } from '../../../../connectors/common/runtime';

interface Event {
  readonly at: EpochMs;
  /** Of two at one time the one that was planned first comes first. */
  readonly number: number;
  readonly run: () => void;
  isCancelled: boolean;
}

export interface Planned {
  cancel(): void;
}

export class Scheduler {
  private readonly heap: Event[] = [];
  private planned = 0;
  /** How many events have happened. */
  steps = 0;

  constructor(public now: EpochMs) {}

  after(delayMs: number, run: () => void): Planned {
    // Whole milliseconds, as every clock here shows them.
    const at = this.now + Math.max(0, Math.ceil(delayMs));
    const event: Event = { at, number: this.planned++, run, isCancelled: false };
    this.push(event);
    return { cancel: () => (event.isCancelled = true) };
  }

  /** Until nothing is left to do, or the time is over. After each event all that waits for it goes on first. */
  async runUntil(end: EpochMs): Promise<void> {
    for (let event = this.pop(); event !== undefined; event = this.pop()) {
      if (event.isCancelled) continue;
      if (event.at > end) break;
      this.now = event.at;
      this.steps += 1;
      event.run();
      await settled();
    }
  }

  private push(event: Event): void {
    const { heap } = this;
    let at = heap.length;
    heap.push(event);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || isBefore(parent, event)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = event;
  }

  private pop(): Event | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      const [left, right] = [heap[child], heap[child + 1]];
      if (left === undefined) break;
      const isRight = right !== undefined && isBefore(right, left);
      const smaller = isRight ? right : left;
      if (isRight) child += 1;
      if (isBefore(last, smaller)) break;
      heap[at] = smaller;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

function isBefore(one: Event, other: Event): boolean {
  return one.at < other.at || (one.at === other.at && one.number < other.number);
}

/** Microtasks and ticks of all that went on; product code that is run here waits for nothing real. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** One machine's clock: it may stand wrong, and jump. */
export class SimulatedClock implements Clock {
  aheadMs = 0;

  constructor(private readonly scheduler: Scheduler) {}

  readonly now = (): EpochMs => this.scheduler.now + this.aheadMs;

  /** A machine's pauses are kept by a steady clock: a jump of its time of day changes none. */
  readonly sleep = (durationMs: number, signal?: AbortSignal): Promise<void> => {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        planned.cancel();
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const planned = this.scheduler.after(durationMs, wake);
      signal?.addEventListener('abort', wake, { once: true });
    });
  };
}
