import { fromUnits, toUnits, type Units } from './amounts';

export interface FspSettings {
  readonly fspId: string;
  /** Where its FSPIOP API is served, without a slash at the end. */
  readonly callbackUrl: string;
  readonly currency: string;
  /** Net debit limit, a decimal string. A transfer that would go over it: 4200. */
  readonly limit: string;
  /** What lies on its settlement account, a decimal string. A transfer that would go over it: 4001. */
  readonly funds: string;
}

interface Account {
  readonly limit: Units;
  readonly funds: Units;
  position: Units;
}

export interface AccountView {
  readonly currency: string;
  readonly position: string;
  readonly limit: string;
  readonly funds: string;
}

interface Participant {
  callbackUrl: string;
  readonly accounts: Map<string, Account>;
}

export type PositionCheck = 'reserved' | 'no-liquidity' | 'over-limit';

/** The FSPs of the scheme: where they are and what they owe each other. */
export class Participants {
  private readonly byId = new Map<string, Participant>();

  /** Adding an FSP again moves its address; an account in another currency is added to it. */
  add(settings: FspSettings): void {
    const participant = this.byId.get(settings.fspId) ?? {
      callbackUrl: settings.callbackUrl,
      accounts: new Map<string, Account>(),
    };
    participant.callbackUrl = settings.callbackUrl;
    this.byId.set(settings.fspId, participant);
    participant.accounts.set(settings.currency, {
      limit: toUnits(settings.limit),
      funds: toUnits(settings.funds),
      position: participant.accounts.get(settings.currency)?.position ?? 0n,
    });
  }

  has(fspId: string): boolean {
    return this.byId.has(fspId);
  }

  callbackUrl(fspId: string): string | undefined {
    return this.byId.get(fspId)?.callbackUrl;
  }

  hasAccount(fspId: string, currency: string): boolean {
    return this.byId.get(fspId)?.accounts.has(currency) ?? false;
  }

  /** Raises the payer's position, if liquidity and limit allow it. */
  reserve(fspId: string, currency: string, amount: Units): PositionCheck {
    const account = this.account(fspId, currency);
    if (account.position + amount > account.funds) return 'no-liquidity';
    if (account.position + amount > account.limit) return 'over-limit';
    account.position += amount;
    return 'reserved';
  }

  /** Lowers a position: of the payer when a transfer is undone, of the payee when it is committed. */
  release(fspId: string, currency: string, amount: Units): void {
    this.account(fspId, currency).position -= amount;
  }

  position(fspId: string, currency: string): Units {
    return this.account(fspId, currency).position;
  }

  view(): Record<string, readonly AccountView[]> {
    const accounts = ({ accounts }: Participant) =>
      [...accounts].map(([currency, account]) => ({
        currency,
        position: fromUnits(account.position),
        limit: fromUnits(account.limit),
        funds: fromUnits(account.funds),
      }));
    return Object.fromEntries(
      [...this.byId].map(([id, participant]) => [id, accounts(participant)]),
    );
  }

  clear(): void {
    this.byId.clear();
  }

  private account(fspId: string, currency: string): Account {
    const account = this.byId.get(fspId)?.accounts.get(currency);
    if (!account) throw new Error(`${fspId} has no account in ${currency}`);
    return account;
  }
}
