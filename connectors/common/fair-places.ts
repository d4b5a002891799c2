/**
 * A number of places that several owners (tenants, or the peers of one) share, so that one whose peer hangs cannot take
 * them all: each may hold as many as it leaves free, and no more (a dynamic threshold, after Choudhury and Hahne). One
 * owner alone gets half of the places, two a third each, and a newcomer always finds some.
 */
export class FairPlaces {
  private readonly takenBy = new Map<string, number>();
  private taken = 0;

  constructor(private readonly limit: number) {}

  get free(): number {
    return this.limit - this.taken;
  }

  /** Why there is no place for this owner now: all are taken, or as many as it may have are its own. */
  refusal(owner: string): 'full' | 'share-used-up' | undefined {
    if (this.free <= 0) return 'full';
    return this.countOf(owner) < this.free ? undefined : 'share-used-up';
  }

  take(owner: string): void {
    this.taken += 1;
    this.takenBy.set(owner, this.countOf(owner) + 1);
  }

  leave(owner: string): void {
    this.taken -= 1;
    const left = this.countOf(owner) - 1;
    if (left > 0) this.takenBy.set(owner, left);
    else this.takenBy.delete(owner);
  }

  private countOf(owner: string): number {
    return this.takenBy.get(owner) ?? 0;
  }
}
