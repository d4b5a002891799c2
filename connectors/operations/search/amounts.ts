import type { PaymentDocument } from '../../common/contracts/payment-documents';
import { compareExact, readNumber } from '../../common/decimal/exact';
import type { PaymentSearch } from './asked';

/**
 * Elasticsearch compares amounts as doubles, which keep 15 digits: of two that it takes for equal, one may be out of the range.
 * It never leaves out one that is in it.
 */
export function hasAmountOf(
  { amount }: Pick<PaymentDocument, 'amount'>,
  { id, amountFrom, amountTo }: PaymentSearch,
): boolean {
  if (id !== undefined || (amountFrom === undefined && amountTo === undefined)) return true;
  if (amount === undefined) return false;
  const value = readNumber(amount.amount);
  return (
    (amountFrom === undefined || compareExact(value, readNumber(amountFrom)) >= 0) &&
    (amountTo === undefined || compareExact(value, readNumber(amountTo)) <= 0)
  );
}
