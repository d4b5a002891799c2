import { Turnstile } from './turnstile';

/**
 * One command at a time for each account: Fineract answers 409 to a fifth and more of the commands that
 * meet on one account, after more than 3 s each. Other processes are not seen from here: those that
 * still meet are tried again under a new key.
 */
export class AccountLanes {
  private readonly lanes = new Map<string, Turnstile>();

  constructor(private readonly waitingMax: number) {}

  /** @throws TryAgain see Turnstile */
  async alone<Result>(
    accountId: string,
    signal: AbortSignal,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const lane = this.lanes.get(accountId) ?? new Turnstile(1, this.waitingMax);
    this.lanes.set(accountId, lane);
    try {
      return await lane.pass(signal, work);
    } finally {
      if (lane.isIdle && this.lanes.get(accountId) === lane) this.lanes.delete(accountId);
    }
  }
}
