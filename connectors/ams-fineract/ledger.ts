import { compare, type Money } from '../common/money';
import type { Session } from './carry-out';
import { tryAgain, valueOf } from './failures';
import type { Booking, Transfer } from './fineract/client';

/** What an account's own transactions say of a debit or credit. */
export type LedgerVerdict =
  | 'booked'
  | 'not-booked'
  /** Under this transferCode another amount was booked. */
  | 'other-amount';

/** 200 rows a page: the newest 10,000 withdrawals or deposits of the account. */
const pagesMax = 50;

export function judge(
  bookings: readonly Booking[],
  transferCode: string,
  amount: Money,
): LedgerVerdict {
  const ours = bookings.filter((row) => row.receiptNumber === transferCode && !row.reversed);
  if (ours.length === 0) return 'not-booked';
  return ours.some((row) => isSame(row.amount, amount)) ? 'booked' : 'other-amount';
}

/**
 * Looks for the effect of a CREATE itself. Rows carry the transferCode as receiptNumber (holds and
 * releases do not).
 * @throws TryAgain Refused
 */
export async function askLedger(
  { transferCode, accountId, amount, role }: Transfer,
  { ams, side, job }: Session,
): Promise<LedgerVerdict> {
  const kind = role === 'PAYER' ? 'withdrawal' : 'deposit';
  const savingsId = valueOf(await ams.fineract.getSavingsId(accountId, job.signal), side);
  for (let page = 0; page < pagesMax; page += 1) {
    const answer = await ams.fineract.getBookings(savingsId, kind, page, job.signal);
    const { bookings, isLast } = valueOf(answer, side);
    const verdict = judge(bookings, transferCode, amount);
    if (verdict !== 'not-booked' || isLast) return verdict;
  }
  throw tryAgain('failed', side, `not among the account's last ${pagesMax} pages of ${kind}s`);
}

function isSame(left: Money, right: Money): boolean {
  return left.currency === right.currency && compare(left, right) === 0;
}
