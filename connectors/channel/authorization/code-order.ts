import type { z } from 'zod';
import type { CodeOrder } from '../../common/contracts/authorizations';
import type { variables } from '../../common/contracts/variables';
import { add, compare } from '../../common/money';

/** What a code made beforehand is bound to: its id, and all that was said when it was asked for. */
export function termsOfOrder(authorizationCodeId: string, order: CodeOrder) {
  return { authorizationCodeId, ...order };
}

/** Whether a payment is what the code was asked for: its amount, and what is taken beside it. */
export function isWithin(
  { amount: ordered, amountLimit, feesMax }: CodeOrder,
  { amount, payerPays }: z.output<typeof variables.presentedCode>,
): boolean {
  const { currency } = ordered;
  if (amount.currency !== currency || payerPays?.currency !== currency) return false;
  const difference = compare(amount, ordered);
  if (difference > 0 || (amountLimit === 'EXACT' && difference !== 0)) return false;
  return compare(payerPays, add(amount, { amount: feesMax, currency })) <= 0;
}
