import { setTimeout as pause } from 'node:timers/promises';
import type { Clock, EpochMs } from '../../../connectors/common/runtime';

/** Time that stands still until a test moves it. */
export class SteppedClock implements Clock {
  private readonly sleepers = new Set<{ readonly untilMs: EpochMs; readonly wake: () => void }>();

  constructor(private nowMs: EpochMs = Date.parse('2026-11-21T08:00:00.000Z')) {}

  now(): EpochMs {
    return this.nowMs;
  }

  sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.sleepers.delete(sleeper);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const sleeper = { untilMs: this.nowMs + durationMs, wake };
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      this.sleepers.add(sleeper);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }

  /** How many wait for time to pass. */
  get sleeping(): number {
    return this.sleepers.size;
  }

  step(durationMs: number): void {
    this.nowMs += durationMs;
    for (const sleeper of [...this.sleepers]) {
      if (sleeper.untilMs <= this.nowMs) sleeper.wake();
    }
  }
}

/** Waits for files, threads and the like, not for time to pass; the test's own time-out ends it. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(1);
}
