import type { PartyId } from '../common/contracts/fspiop';
import type { Clock } from '../common/runtime';

/** From look-up to quote to transfer is seconds, or as long as a payer thinks. What has been forgotten is asked again. */
const keptMs = 60_000;
const keptMax = 10_000;

/** Which account was meant a moment ago. How it stands (blocked, closed, its currency) is kept nowhere. */
export class RecentAccounts<Key> {
  private readonly accounts = new Map<string, { readonly accountId: string; untilMs: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly textOf: (key: Key) => string,
  ) {}

  accountOf(key: Key): string | undefined {
    const known = this.accounts.get(this.textOf(key));
    return known !== undefined && known.untilMs > this.clock.now() ? known.accountId : undefined;
  }

  remember(key: Key, accountId: string): void {
    const text = this.textOf(key);
    // The newest stand last: the first is the one to go.
    this.accounts.delete(text);
    this.accounts.set(text, { accountId, untilMs: this.clock.now() + keptMs });
    const [oldest] = this.accounts.keys();
    if (this.accounts.size > keptMax && oldest !== undefined) this.accounts.delete(oldest);
  }
}

/** As it is written: another spelling may be another's. */
export function textOfParty({ partyIdType, partyIdentifier, partySubIdOrType }: PartyId): string {
  return JSON.stringify([partyIdType, partyIdentifier, partySubIdOrType]);
}

export interface Quoted {
  readonly quoteId: string;
  readonly payee: PartyId;
}

/** With the payee: a quote's id is its sender's to choose. */
export function textOfQuote({ quoteId, payee }: Quoted): string {
  return JSON.stringify([quoteId, textOfParty(payee)]);
}
