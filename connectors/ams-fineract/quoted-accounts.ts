import type { PartyId } from '../common/contracts/fspiop';
import type { Clock } from '../common/runtime';

interface Quoted {
  readonly quoteId: string;
  readonly payee: PartyId;
}

/** From quote to transfer is seconds, or as long as a payer thinks. What has been forgotten is asked again. */
const keptMs = 60_000;
const keptMax = 10_000;

/**
 * For which account a quote was given: its transfer is for that one, and need not ask again. Kept by quote, and by the
 * payee as it was written there: an identifier that moves to another account, or is spelt otherwise, is another's
 * payment, and a quote's id is its sender's to choose. How an account stands (blocked, closed, its currency) is kept
 * nowhere.
 */
export class QuotedAccounts {
  private readonly accounts = new Map<string, { readonly accountId: string; untilMs: number }>();

  constructor(private readonly clock: Clock) {}

  accountOf(quote: Quoted): string | undefined {
    const known = this.accounts.get(keyOf(quote));
    return known !== undefined && known.untilMs > this.clock.now() ? known.accountId : undefined;
  }

  quoted(quote: Quoted, accountId: string): void {
    const key = keyOf(quote);
    // The newest stand last: the first is the one to go.
    this.accounts.delete(key);
    this.accounts.set(key, { accountId, untilMs: this.clock.now() + keptMs });
    const [oldest] = this.accounts.keys();
    if (this.accounts.size > keptMax && oldest !== undefined) this.accounts.delete(oldest);
  }
}

function keyOf({ quoteId, payee }: Quoted): string {
  const { partyIdType, partyIdentifier, partySubIdOrType } = payee;
  return JSON.stringify([quoteId, partyIdType, partyIdentifier, partySubIdOrType]);
}
