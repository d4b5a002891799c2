import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { findPayee, requirePayable } from '../accounts';
import type { AmsDeps } from '../ams';

const input = z.object({ tenant: variables.tenant, quoteRequest: variables.quoteRequest });
const output = z.object({ payeeQuote: variables.payeeQuote });

export const quotePayee = defineWorker<typeof input, typeof output, AmsDeps>({
  ...stepOf('ams:quote-payee:1'),
  title: 'Quote for the payee',
  summary: "Asks Fineract whether the payee's account may be paid this. It takes no fee for it.",
  input,
  output,
  bpmnErrors: {
    REFUSED: 'The account cannot be paid this.',
    UNAVAILABLE: 'Fineract gives no answer.',
  },
  whenExhausted: 'bpmn-error',
  async run({ tenant, quoteRequest }, deps, { signal }) {
    const ams = deps.amsOf(tenant);
    const side = 'payee-before-transfer';
    const { amount, quoteId } = quoteRequest;
    const payee = quoteRequest.payee.partyIdInfo;
    const account = await findPayee(payee, { ams, side, signal });
    requirePayable(amount, account, ams.tenant, side);
    const { accountId } = account;
    ams.quotedAccounts.remember({ quoteId, payee }, accountId);
    // Fineract takes no fee from a deposit: none of its charges is for one.
    return { payeeQuote: { accountId } };
  },
});
