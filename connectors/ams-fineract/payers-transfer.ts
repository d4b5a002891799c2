import { z } from 'zod';
import { quoteAnswerSchema } from '../common/contracts/answers';
import { variables } from '../common/contracts/variables';
import { isZero, type Money } from '../common/money';
import type { JobContext } from '../common/hub/worker';
import { requirePayable } from './accounts';
import type { AmsDeps } from './ams';
import type { Session } from './carry-out';
import type { Transfer } from './fineract/client';
import { transferCodeOf } from './keys';
import { noteOfRefund } from './notes';

/** What block-funds, book-funds and release-block read: all that makes the hold, and nothing else. */
export const payersTransferInput = z.object({
  tenant: variables.tenant,
  transactionId: variables.transactionId,
  transferId: variables.transferId,
  payment: variables.payment,
  payerQuote: variables.payerQuote,
  /** These steps come after a good quote: the answer that it is one is part of their input. */
  quoteAnswer: quoteAnswerSchema.options[0],
});
type PayersTransfer = z.output<typeof payersTransferInput>;

export function payersSession(tenant: string, deps: AmsDeps, job: JobContext): Session {
  const { clock, random } = deps;
  return { ams: deps.amsOf(tenant), side: 'payer', job, clock, random };
}

/** The same for hold, debit and release: Fineract finds a hold by its total, amount + fee. */
export function payersTransfer(input: PayersTransfer): Transfer {
  const { payerQuote, quoteAnswer, payment } = input;
  const { refundInfo } = payment.transactionType;
  return {
    transferCode: transferCodeOf(input.transferId),
    transactionCode: input.transactionId,
    accountId: payerQuote.accountId,
    role: 'PAYER',
    amount: quoteAnswer.quote.transferAmount,
    fspFee: nonZero(payerQuote.fspFee),
    transactionType: payment.transactionType,
    holdTag: payerQuote.holdTag,
    note: refundInfo && noteOfRefund(refundInfo.originalTransactionId),
  };
}

/**
 * The account's currency is known from the payer's quote, which was for the payment's currency.
 * @throws Refused
 */
export function requirePayableTransfer({ quoteAnswer, payment }: PayersTransfer, session: Session) {
  const { transferAmount } = quoteAnswer.quote;
  requirePayable(transferAmount, payment.amount, session.ams.tenant, session.side);
}

function nonZero(fee: Money | undefined): Money | undefined {
  return fee === undefined || isZero(fee) ? undefined : fee;
}
