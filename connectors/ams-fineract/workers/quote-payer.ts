import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { isZero } from '../../common/money';
import { defineWorker } from '../../common/hub/worker';
import { feeOf, findPayer, requirePayable } from '../accounts';
import type { AmsDeps } from '../ams';
import { valueOf } from '../failures';
import { holdTagOf } from '../keys';

const input = z.object({
  tenant: variables.tenant,
  transactionId: variables.transactionId,
  payment: variables.payment,
});
const output = z.object({ payerQuote: variables.payerQuote });

export const quotePayer = defineWorker<typeof input, typeof output, AmsDeps>({
  type: 'ams:quote-payer:1',
  title: 'Quote for the payer',
  summary: "Asks Fineract whether the payer's account may pay this, and for our own DFSP's fee.",
  timeoutMs: 20_000,
  retries: 3,
  input,
  output,
  bpmnErrors: {
    REFUSED: 'The account may not pay this, or has not enough.',
    UNAVAILABLE: 'Fineract gives no answer.',
  },
  whenExhausted: 'bpmn-error',
  async run({ tenant, transactionId, payment }, deps, { signal, processInstanceKey }) {
    const ams = deps.amsOf(tenant);
    const side = 'payer';
    const account = await findPayer(payment.payer, { ams, side, signal });
    const { accountId } = account;
    requirePayable(payment.amount, account, ams.tenant, side);
    const { amount, amountType, transactionType } = payment;
    const quote = await ams.fineract.quote(
      { code: transactionId, accountId, role: 'PAYER', amount, amountType, transactionType },
      signal,
    );
    // It tells whether the account may pay; what it says of the fee is not all that will be taken.
    valueOf(quote, side);
    const fspFee = feeOf(account, amount);
    const holdTag = holdTagOf(processInstanceKey);
    return { payerQuote: { accountId, holdTag, ...(isZero(fspFee) ? {} : { fspFee }) } };
  },
});
