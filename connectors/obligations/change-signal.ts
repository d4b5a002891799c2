/** Wakes whoever waits for the next change. */
export class ChangeSignal {
  private waiting: (() => void)[] = [];

  next(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  fire(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
