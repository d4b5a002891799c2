import type { PartyId } from '../common/contracts/fspiop';
import { partyKeyOf } from '../common/contracts/party-spelling';
import type { Clock } from '../common/runtime';

/** A payment goes from look-up to transfer in seconds. What has been forgotten is asked again. */
const keptMs = 60_000;
const keptMax = 10_000;

/**
 * Which account a payee had when it was looked up: quote and transfer are for that one, and need not ask again. An
 * identifier that moves to another account meanwhile moves no payment that is under way. How an account stands
 * (blocked, closed, its currency) is kept nowhere.
 */
export class KnownPayees {
  private readonly accounts = new Map<string, { readonly accountId: string; untilMs: number }>();

  constructor(private readonly clock: Clock) {}

  accountOf(party: PartyId): string | undefined {
    const known = this.accounts.get(partyKeyOf(party));
    return known !== undefined && known.untilMs > this.clock.now() ? known.accountId : undefined;
  }

  lookedUp(party: PartyId, accountId: string): void {
    const key = partyKeyOf(party);
    // The newest stand last: the first is the one to go.
    this.accounts.delete(key);
    this.accounts.set(key, { accountId, untilMs: this.clock.now() + keptMs });
    const [oldest] = this.accounts.keys();
    if (this.accounts.size > keptMax && oldest !== undefined) this.accounts.delete(oldest);
  }
}
