/** A job that is handed back comes again after this long at the earliest. */
const soonestMs = 1_000;
/** However many wait: their payments have time limits of their own. */
const latestMs = 10_000;
/** From one return to the next: those of an owner that waits for long must not keep the engine busy. */
const apartMs = 50;

/** When the jobs of an owner that were handed back come again: in turn, not all at once. */
export class PacedReturns {
  /** By owner: when its next one may come. */
  private readonly nextAt = new Map<string, number>();

  /** How long the engine is to keep one of this owner's that is handed back now. */
  backoffMs(owner: string, now: number): number {
    this.forget(now);
    const at = Math.min(Math.max(now + soonestMs, this.nextAt.get(owner) ?? 0), now + latestMs);
    this.nextAt.set(owner, at + apartMs);
    return at - now;
  }

  /** Owners come and go: one whose line is empty begins anew. */
  private forget(now: number): void {
    for (const [owner, at] of this.nextAt) if (at <= now + soonestMs) this.nextAt.delete(owner);
  }
}
