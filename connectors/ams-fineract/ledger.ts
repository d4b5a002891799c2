import { compare, type Money } from '../common/money';
import type { Session } from './carry-out';
import { tryAgain, valueOf } from './failures';
import type { Booking, BookingKind, Transfer } from './fineract/client';

/** What an account's own transactions say of a debit or credit. */
export type LedgerVerdict =
  | 'booked'
  | 'not-booked'
  /** Under this transferCode another amount was booked. */
  | 'other-amount';

/** Who asks, and for whose sake. */
export type Asking = Pick<Session, 'ams' | 'side'> & {
  readonly job: { readonly signal: AbortSignal };
};

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

/** How this payment's credit stands in the payee's account. */
export type CreditStanding =
  | { readonly kind: 'none' | 'undone' | 'other-amount' }
  | { readonly kind: 'stands'; readonly savingsId: string; readonly bookingId: string };

/** Undefined: none of these rows is the transferCode's. A code is booked once, so a row that was reversed is the credit. */
export function standingOf(
  bookings: readonly Booking[],
  transferCode: string,
  amount: Money,
): { readonly kind: 'stands' | 'undone' | 'other-amount'; readonly bookingId: string } | undefined {
  const ours = bookings.filter((row) => row.receiptNumber === transferCode);
  const row = ours.find(({ reversed }) => !reversed) ?? ours[0];
  if (row === undefined) return undefined;
  const bookingId = row.id;
  if (row.reversed) return { kind: 'undone', bookingId };
  return { kind: isSame(row.amount, amount) ? 'stands' : 'other-amount', bookingId };
}

/**
 * Looks for the effect of a CREATE itself. Rows carry the transferCode as receiptNumber (holds and
 * releases do not).
 * @throws TryAgain Refused
 */
export async function askLedger(transfer: Transfer, session: Session): Promise<LedgerVerdict> {
  const { transferCode, amount } = transfer;
  const { found } = await searchFor(transfer, session, (bookings) => {
    const verdict = judge(bookings, transferCode, amount);
    return verdict === 'not-booked' ? undefined : verdict;
  });
  return found ?? 'not-booked';
}

/** @throws TryAgain Refused */
export async function findCredit(transfer: Transfer, session: Session): Promise<CreditStanding> {
  const { transferCode, amount } = transfer;
  const { savingsId, found } = await searchFor(transfer, session, (bookings) =>
    standingOf(bookings, transferCode, amount),
  );
  return found === undefined ? { kind: 'none' } : { savingsId, ...found };
}

async function searchFor<Found>(
  { accountId, role }: Transfer,
  session: Session,
  look: (bookings: readonly Booking[]) => Found | undefined,
): Promise<{ readonly savingsId: string; readonly found: Found | undefined }> {
  const { ams, side, job } = session;
  const savingsId = valueOf(await ams.fineract.getSavingsId(accountId, job.signal), side);
  const kind = role === 'PAYER' ? 'withdrawal' : 'deposit';
  return { savingsId, found: await search(savingsId, kind, session, look) };
}

/**
 * Through the account's rows of a kind, the newest first, until something is found.
 * @throws TryAgain Refused
 */
export async function search<Found>(
  savingsId: string,
  kind: BookingKind,
  { ams, side, job }: Asking,
  look: (bookings: readonly Booking[]) => Found | undefined,
): Promise<Found | undefined> {
  for (let page = 0; page < pagesMax; page += 1) {
    const answer = await ams.fineract.getBookings(savingsId, kind, page, job.signal);
    const { bookings, isLast } = valueOf(answer, side);
    const found = look(bookings);
    if (found !== undefined || isLast) return found;
  }
  throw tryAgain('failed', side, `not among the account's last ${pagesMax} pages of ${kind}s`);
}

function isSame(left: Money, right: Money): boolean {
  return left.currency === right.currency && compare(left, right) === 0;
}
