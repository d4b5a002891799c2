import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import type { Money } from '../../common/money';
import { add } from '../../common/money';

const agreedSchema = z.object({
  transactionId: variables.transactionId,
  payment: variables.payment,
  quoteAnswer: variables.quoteAnswer,
  payerQuote: variables.payerQuote,
});
/** What a code is shown with, and is right for. */
export const { shape: agreed } = agreedSchema;
type Agreed = z.output<typeof agreedSchema>;

/** What a code is bound to: of anything else it is not the code. */
export function termsOf({ transactionId, payment, quoteAnswer, payerQuote }: Agreed) {
  const quote = 'quote' in quoteAnswer ? quoteAnswer : undefined;
  return {
    transactionId,
    payee: payment.payee,
    payeeFspId: quote?.payeeFspId,
    transferAmount: quote?.quote.transferAmount,
    payerFee: payerQuote.fspFee,
  };
}

/** What leaves the payer's account; undefined where no quote came, or the fee is in another currency. */
export function payerPays({ quoteAnswer, payerQuote }: Agreed): Money | undefined {
  if (!('quote' in quoteAnswer)) return undefined;
  const { transferAmount } = quoteAnswer.quote;
  const { fspFee } = payerQuote;
  if (fspFee === undefined) return transferAmount;
  return fspFee.currency === transferAmount.currency ? add(transferAmount, fspFee) : undefined;
}
