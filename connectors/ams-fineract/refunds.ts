/** How much of a payment may still be given back: the AMS's own rows say it, and nothing else is asked. */
import type { z } from 'zod';
import { CannotWork, Refused, TryAgain } from '../common/failures';
import type { Payment } from '../common/contracts/payer-transfer';
import type { variables } from '../common/contracts/variables';
import { add, compareExact, exact, negate, readNumber, type Exact } from '../common/decimal/exact';
import { errorInformation } from '../common/fspiop-errors';
import type { Money } from '../common/money';
import { valueOf } from './failures';
import type { Booking } from './fineract/client';
import { search, type Asking } from './ledger';
import { noteOfCredit, noteOfRefund, type Original } from './notes';

/** Of one payment, in the account that was credited. */
export interface RefundSums {
  readonly credited: Exact;
  /** What has left the account in refunds of it. */
  readonly refunded: Exact;
  /** What is held since the credit, for whatever: Fineract does not say what a hold is for. */
  readonly held: Exact;
}

export type RefundVerdict =
  | 'within'
  /** More than is left, whatever comes of what is held. */
  | 'exceeds'
  /** Within what is left, unless something that is held is another refund. */
  | 'depends-on-holds';

/** `heldByOthers`: without what is held for this refund itself. */
export function judgeRefund(
  { credited, refunded }: RefundSums,
  heldByOthers: Exact,
  amount: Exact,
): RefundVerdict {
  const total = add(refunded, amount);
  if (compareExact(total, credited) > 0) return 'exceeds';
  return compareExact(add(total, heldByOthers), credited) > 0 ? 'depends-on-holds' : 'within';
}

/** Before anything is asked or held. @throws Refused TryAgain */
export async function requireRefundable(
  { original, accountId, amount }: Refund,
  asking: Asking,
): Promise<void> {
  const sums = await sumsOf(original, accountId, asking);
  // What others hold may be anything: it counts when this refund's own money is held.
  if (judgeRefund(sums, none, readNumber(amount.amount)) === 'exceeds') throw tooMuch();
}

export interface Refund {
  readonly original: Original;
  /** Of the original payee. */
  readonly accountId: string;
  readonly amount: Money;
}

/**
 * While the refund's own money is held. Two refunds at once both hold before they count, so that at least the one that
 * counts last sees the other's hold, or its debit.
 * @throws Refused when more would be refunded than was paid
 * @throws TryAgain while that depends on what else is held
 */
export async function requireLeft(
  { original, accountId, amount }: Refund,
  ownHold: Money,
  asking: Asking,
): Promise<void> {
  const sums = await sumsOf(original, accountId, asking);
  const heldByOthers = add(sums.held, negate(readNumber(ownHold.amount)));
  const verdict = judgeRefund(sums, heldByOthers, readNumber(amount.amount));
  if (verdict === 'exceeds') throw tooMuch();
  if (verdict === 'depends-on-holds') {
    throw new TryAgain(
      'money is held on the account that another refund of the payment may have held',
      errorInformation('PAYER_LIMIT_ERROR', 'another payment from the account is under way'),
    );
  }
}

const none = exact(0n, 0);

/** Undefined: the payment is no refund. */
export function originalOf(
  { transactionType: { refundInfo }, payee }: Payment,
  partyAnswer: z.output<typeof variables.partyAnswer> | null | undefined,
): Original | undefined {
  if (refundInfo === undefined) return undefined;
  if (partyAnswer == null || !('party' in partyAnswer)) {
    throw new CannotWork('a refund comes after its payee was found');
  }
  const { fspId } = partyAnswer.party.partyIdInfo;
  if (fspId === undefined) {
    throw new Refused(errorInformation('PAYEE_FSP_ID_NOT_FOUND', 'the look-up named no DFSP'));
  }
  return { transactionId: refundInfo.originalTransactionId, payer: payee, payerFspId: fspId };
}

async function sumsOf(original: Original, accountId: string, asking: Asking): Promise<RefundSums> {
  const { ams, side, job } = asking;
  const savingsId = valueOf(await ams.fineract.getSavingsId(accountId, job.signal), side);
  const note = noteOfCredit(original);
  const credit = await search(savingsId, 'deposit', asking, (rows) =>
    rows.find((row) => note !== undefined && row.note === note && !row.reversed),
  );
  if (credit === undefined) throw unknown();
  // Holds first: a debit takes its hold off in the same moment, so that one of the two is always seen.
  const held = await sumSince(credit, 'hold', asking, savingsId, (row) => !row.released);
  const ofThis = noteOfRefund(original.transactionId);
  const isOfThis = (row: Booking) => row.note === ofThis && !row.reversed;
  const refunded = await sumSince(credit, 'withdrawal', asking, savingsId, isOfThis);
  return { credited: readNumber(credit.amount.amount), refunded, held };
}

/** Rows of before the credit have nothing to do with it. */
async function sumSince(
  credit: Booking,
  kind: 'hold' | 'withdrawal',
  asking: Asking,
  savingsId: string,
  counts: (row: Booking) => boolean,
): Promise<Exact> {
  // By their numbers: while pages are read a new row moves others to the next one.
  const found = new Map<string, Exact>();
  const isLater = ({ id }: Booking) => BigInt(id) > BigInt(credit.id);
  await search(savingsId, kind, asking, (rows) => {
    const later = rows.filter(isLater);
    for (const row of later.filter(counts)) found.set(row.id, readNumber(row.amount.amount));
    return later.length === 0 ? true : undefined;
  });
  return [...found.values()].reduce(add, none);
}

/** Whoever asks is not told which of it is wrong: nobody learns by guessing who has paid. */
function unknown(): Refused {
  const detail = 'no such payment of this payer was credited to the account';
  return new Refused(errorInformation('TXN_ID_NOT_FOUND', detail));
}

function tooMuch(): Refused {
  const detail = 'more than is left of the payment that is refunded';
  return new Refused(errorInformation('PAYER_LIMIT_ERROR', detail));
}
