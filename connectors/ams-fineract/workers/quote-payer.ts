import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { isZero } from '../../common/money';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { feeOf, findPayer, requirePayable } from '../accounts';
import type { AmsDeps } from '../ams';
import { refused } from '../failures';
import { lacks } from '../fineract/payers-account';
import { holdTagOf } from '../keys';
import { originalOf, requireRefundable } from '../refunds';

const input = z.object({
  tenant: variables.tenant,
  payment: variables.payment,
  /** Who serves the payee: a refund goes back to the DFSP that the money came from. */
  partyAnswer: variables.partyAnswer.nullish(),
});
const output = z.object({ payerQuote: variables.payerQuote });

export const quotePayer = defineWorker<typeof input, typeof output, AmsDeps>({
  ...stepOf('ams:quote-payer:1'),
  title: 'Quote for the payer',
  summary: "Asks Fineract whether the payer's account may pay this, and what it charges for it.",
  input,
  output,
  bpmnErrors: {
    REFUSED:
      'The account may not pay this, or has not enough, or there is no such payment to refund.',
    UNAVAILABLE: 'Fineract gives no answer.',
  },
  whenExhausted: 'bpmn-error',
  async run({ tenant, payment, partyAnswer }, deps, job) {
    const { signal, processInstanceKey } = job;
    const ams = deps.amsOf(tenant);
    const side = payment.requestedBy === undefined ? 'payer' : 'requested-payer';
    const account = await findPayer(payment.payer, { ams, side, signal });
    const { accountId } = account;
    requirePayable(payment.amount, account, ams.tenant, side);
    const { amount } = payment;
    const fspFee = feeOf(account, amount);
    // So that nobody is asked for nothing. Whether the money is there is decided when it is held, by Fineract.
    if (lacks(account, amount, fspFee)) throw refused('insufficient-funds', side);
    const original = originalOf(payment, partyAnswer);
    if (original !== undefined) {
      await requireRefundable({ original, accountId, amount }, { ams, side, job });
    }
    const holdTag = holdTagOf(processInstanceKey);
    return { payerQuote: { accountId, holdTag, ...(isZero(fspFee) ? {} : { fspFee }) } };
  },
});
