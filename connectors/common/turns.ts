/** Runs one thing after the other, in the order of the calls; what fails holds up nobody. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  take<Result>(run: () => Promise<Result>): Promise<Result> {
    const turn = this.last.then(run);
    // Whoever took the turn hears of it; the next one only waits for its end.
    this.last = turn.catch(() => undefined);
    return turn;
  }
}
