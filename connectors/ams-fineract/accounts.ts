import type { TenantBase } from '../common/config/tenants';
import type { PartyId } from '../common/contracts/fspiop';
import { spellingsOf } from '../common/contracts/party-spelling';
import { Refused } from '../common/failures';
import { errorInformation } from '../common/fspiop-errors';
import { hasTooManyDecimals, isZero, type Money } from '../common/money';
import type { Ams } from './ams';
import { refused, valueOf } from './failures';
import type { Answer } from './fineract/answer';
import type { FineractAccount } from './fineract/client';
import type { PayersAccount } from './fineract/payers-account';
import type { Problem, Side } from './fineract/problems';
import { withdrawalFee, type WithdrawalTerms } from './fineract/withdrawal-fee';

type Direction = 'debit' | 'credit';

const blocking: Record<Direction, readonly string[]> = {
  debit: ['BLOCK', 'BLOCK_DEBIT'],
  credit: ['BLOCK', 'BLOCK_CREDIT'],
};

/** Fineract itself looks at blocks only when money moves: too late for a payee who has agreed. */
export function obstacleTo(
  direction: Direction,
  account: Pick<FineractAccount, 'status' | 'subStatus'>,
): Problem | undefined {
  if (account.status !== 'ACTIVE') return 'account-closed-off';
  return blocking[direction].includes(account.subStatus ?? 'NONE')
    ? 'account-closed-off'
    : undefined;
}

interface Asking {
  readonly ams: Ams;
  readonly side: Side;
  readonly signal: AbortSignal;
}

/**
 * Looks a payee up: whose account, and whether it can be paid now.
 * @throws Refused TryAgain
 */
export async function lookUpPayee(party: PartyId, asking: Asking): Promise<FineractAccount> {
  const { ams, side, signal } = asking;
  const accountId = valueOf(await findAccountId(party, ams, signal), side);
  ams.foundAccounts.remember(party, accountId);
  return getOpenAccount(accountId, asking);
}

/**
 * The account of a payee who was looked up. Where that was a moment ago, the account itself is asked whether the
 * identifier is its own still: that tells as much as looking up once more, and how the account stands besides.
 * @throws Refused TryAgain
 */
export async function findPayee(party: PartyId, asking: Asking): Promise<FineractAccount> {
  const { ams, side, signal } = asking;
  const recent = ams.foundAccounts.accountOf(party);
  if (recent !== undefined) {
    const answer = await ams.fineract.getAccount(recent, signal);
    const isOthersNow = answer.ok
      ? !hasIdentifier(answer.value, party)
      : answer.problem === 'account-unknown';
    if (!isOthersNow) return requireOpen(valueOf(answer, side), side);
  }
  return lookUpPayee(party, asking);
}

/**
 * The account for which the quote was given, if that was not long ago: else the payee's by now.
 * @throws Refused TryAgain
 */
export async function findQuotedPayee(
  quote: { readonly quoteId: string; readonly payee: PartyId },
  asking: Asking,
): Promise<FineractAccount> {
  const known = asking.ams.quotedAccounts.accountOf(quote);
  return known === undefined ? findPayee(quote.payee, asking) : getOpenAccount(known, asking);
}

async function getOpenAccount(
  accountId: string,
  { ams, side, signal }: Asking,
): Promise<FineractAccount> {
  return requireOpen(valueOf(await ams.fineract.getAccount(accountId, signal), side), side);
}

function requireOpen(account: FineractAccount, side: Side): FineractAccount {
  const obstacle = obstacleTo('credit', account);
  if (obstacle !== undefined) throw refused(obstacle, side);
  return account;
}

/** As it is written: the other spelling of a phone may be another account's. */
function hasIdentifier({ identifiers }: FineractAccount, party: PartyId): boolean {
  return identifiers.some(
    ({ idType, idValue, subIdOrType }) =>
      idType === party.partyIdType &&
      idValue === party.partyIdentifier &&
      subIdOrType === party.partySubIdOrType,
  );
}

/** @throws Refused TryAgain */
export async function findPayer(party: PartyId, asking: Asking): Promise<PayersAccount> {
  const { ams, side, signal } = asking;
  const accountId = valueOf(await findAccountId(party, ams, signal), side);
  const account = valueOf(await ams.fineract.getPayersAccount(accountId, signal), side);
  const obstacle = obstacleTo('debit', account);
  if (obstacle !== undefined) throw refused(obstacle, side);
  return account;
}

/** Fineract compares identifiers as they are written: asked for the other spelling too before it is nobody's. */
async function findAccountId(
  party: PartyId,
  { fineract }: Ams,
  signal: AbortSignal,
): Promise<Answer<string>> {
  const [own, ...others] = spellingsOf(party);
  let answer = await fineract.findAccountId(own, signal);
  for (const other of others) {
    if (answer.ok || answer.problem !== 'identifier-unknown') return answer;
    answer = await fineract.findAccountId(other, signal);
  }
  return answer;
}

/**
 * What the payer's debit takes beside the amount: shown, held and taken.
 * @throws Refused for an amount that the account cannot have
 */
export function feeOf(terms: WithdrawalTerms, amount: Money): Money {
  if (hasTooManyDecimals(amount, terms.decimals)) throw tooManyDecimals('account');
  // A hold of 102 in multiples of 5 is kept as 100, and can never be booked.
  if (terms.multiplesOf > 1) {
    throw new Refused(errorInformation('PAYER_ERROR', 'the account is kept in multiples'));
  }
  return withdrawalFee(terms, amount);
}

/**
 * Before anything is asked of Fineract: zero is booked there as nothing, a currency that it does not know
 * is a 500, and three decimals make a hold that can never be booked.
 * @throws Refused
 */
export function requirePayable(
  amount: Money,
  account: Pick<FineractAccount, 'currency'>,
  tenant: TenantBase,
  side: Side,
): void {
  if (!tenant.currencies.includes(amount.currency) || account.currency !== amount.currency) {
    throw refused('wrong-currency', side);
  }
  if (isZero(amount)) throw new Refused(errorInformation('VALIDATION_ERROR', 'the amount is zero'));
  if (hasTooManyDecimals(amount)) throw tooManyDecimals('currency');
}

function tooManyDecimals(forWhat: 'account' | 'currency'): Refused {
  const detail = `too many decimals for the ${forWhat}`;
  return new Refused(errorInformation('VALIDATION_ERROR', detail));
}
