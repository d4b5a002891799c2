import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { isZero } from '../../common/money';
import { defineWorker } from '../../common/hub/worker';
import { lookUpPayee, requirePayable } from '../accounts';
import type { AmsDeps } from '../ams';
import { valueOf } from '../failures';

const input = z.object({ tenant: variables.tenant, quoteRequest: variables.quoteRequest });
const output = z.object({ payeeQuote: variables.payeeQuote });

export const quotePayee = defineWorker<typeof input, typeof output, AmsDeps>({
  type: 'ams:quote-payee:1',
  title: 'Quote for the payee',
  summary:
    "Asks Fineract whether the payee's account may be paid this, and for our own DFSP's fee.",
  timeoutMs: 15_000,
  retries: 2,
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
    const { amount, amountType, transactionType, quoteId } = quoteRequest;
    const payee = quoteRequest.payee.partyIdInfo;
    const account = await lookUpPayee(payee, { ams, side, signal });
    requirePayable(amount, account, ams.tenant, side);
    const { accountId } = account;
    const fee = valueOf(
      await ams.fineract.quote(
        { code: quoteId, accountId, role: 'PAYEE', amount, amountType, transactionType },
        signal,
      ),
      side,
    );
    ams.quotedAccounts.quoted({ quoteId, payee }, accountId);
    return { payeeQuote: isZero(fee) ? { accountId } : { accountId, payeeFspFee: fee } };
  },
});
