/** One question after the other, the most wanted of those that wait first. */
export class InTurn {
  private readonly waiting: { readonly rank: number; readonly begin: () => Promise<void> }[] = [];
  private isAsking = false;

  /**
   * Rejects without asking where nobody wants it any more once it is its turn.
   * @param rank lower ones go before; views ask from the inside out, which says nothing of what is wanted most
   */
  ask<Answer>(rank: number, ask: () => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
    const asked = new Promise<Answer>((resolve, reject) => {
      const begin = () => {
        if (signal.aborted) {
          reject(signal.reason as Error);
          return Promise.resolve();
        }
        const answered = Promise.resolve().then(ask);
        return Promise.race([answered, left(signal)]).then(resolve, reject);
      };
      this.waiting.push({ rank, begin });
    });
    // Those that are asked for in one go wait before the first of them begins.
    setTimeout(() => void this.next(), 0);
    return asked;
  }

  private async next(): Promise<void> {
    if (this.isAsking) return;
    this.waiting.sort((left, right) => left.rank - right.rank);
    const first = this.waiting.shift();
    if (first === undefined) return;
    this.isAsking = true;
    await first.begin();
    this.isAsking = false;
    await this.next();
  }
}

/** Rejects once it is wanted no more: what is asked may not heed that, and would keep all others from their turn. */
function left(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
