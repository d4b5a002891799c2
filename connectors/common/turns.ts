/** Runs one thing after the other, or so many at a time, in the order of the calls; what fails holds up nobody. */
export class Turns {
  private readonly waiting: (() => void)[] = [];

  constructor(private free = 1) {}

  async take<Result>(run: () => Promise<Result>): Promise<Result> {
    if (this.free > 0) {
      this.free -= 1;
      // Never within the call: whoever calls may have more to say first.
      await Promise.resolve();
    } else await new Promise<void>((resolve) => void this.waiting.push(resolve));
    try {
      return await run();
    } finally {
      // Handed over: whoever calls meanwhile stands behind those that wait.
      const next = this.waiting.shift();
      if (next === undefined) this.free += 1;
      else next();
    }
  }
}
