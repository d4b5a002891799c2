/** A job that is handed back comes again after this long at the earliest. */
const soonestMs = 1_000;
/** However many wait: their payments have time limits of their own. */
const latestMs = 10_000;
/** From one return to the next: those of an owner that waits for long must not keep the engine busy. */
const apartMs = 50;

/** When the jobs of an owner that were handed back come again: in turn, not all at once. */
export class PacedReturns {
  private nextAt = 0;

  /** How long the engine is to keep one that is handed back now. */
  backoffMs(now: number): number {
    const at = Math.min(Math.max(now + soonestMs, this.nextAt), now + latestMs);
    this.nextAt = at + apartMs;
    return at - now;
  }
}
