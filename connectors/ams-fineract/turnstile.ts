import { TryAgain } from '../common/failures';
import { errorInformation } from '../common/fspiop-errors';

/** Lets `places` in at a time, in order of arrival; `waitingMax` may wait. */
export class Turnstile {
  private inside = 0;
  /** What admits each of those who wait. */
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly places: number,
    private readonly waitingMax: number,
  ) {}

  get isIdle(): boolean {
    return this.inside === 0;
  }

  /** @throws TryAgain when too many wait already, or when `signal` aborts first: `work` was not begun. */
  async pass<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    await this.enter(signal);
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private enter(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(gaveUp());
    if (this.inside < this.places) {
      this.inside += 1;
      return Promise.resolve();
    }
    if (this.waiting.length >= this.waitingMax) {
      return Promise.reject(
        new TryAgain('too many wait for Fineract already', errorInformation('SERVER_BUSY')),
      );
    }
    return new Promise((resolve, reject) => {
      const admit = (): void => {
        signal.removeEventListener('abort', abandon);
        resolve();
      };
      const abandon = (): void => {
        this.waiting.splice(this.waiting.indexOf(admit), 1);
        reject(gaveUp());
      };
      signal.addEventListener('abort', abandon, { once: true });
      this.waiting.push(admit);
    });
  }

  /** A place is handed on without being freed in between, so that nobody overtakes. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.inside -= 1;
    else next();
  }
}

function gaveUp(): TryAgain {
  return new TryAgain(
    'the time was over before Fineract was asked',
    errorInformation('SERVER_TIMED_OUT'),
  );
}
