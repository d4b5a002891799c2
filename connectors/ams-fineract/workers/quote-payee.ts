import { z } from 'zod';
import type { QuoteRequest } from '../../common/contracts/fspiop';
import { variables } from '../../common/contracts/variables';
import { Refused } from '../../common/failures';
import { errorInformation } from '../../common/fspiop-errors';
import { add, compare, isZero, subtract, type Money } from '../../common/money';
import { defineWorker } from '../../common/worker';
import { findAccount, requirePayable } from '../accounts';
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
    const account = await findAccount(quoteRequest.payee.partyIdInfo, 'credit', {
      ams,
      side,
      signal,
    });
    requirePayable(amount, account, ams.tenant, side);
    const { accountId } = account;
    const fee = valueOf(
      await ams.fineract.quote(
        { code: quoteId, accountId, role: 'PAYEE', amount, amountType, transactionType },
        signal,
      ),
      side,
    );
    const payeeReceiveAmount = received(quoteRequest, fee);
    if (isZero(fee)) return { payeeQuote: { accountId, payeeReceiveAmount } };
    return { payeeQuote: { accountId, payeeReceiveAmount, payeeFspFee: fee } };
  },
});

/** FSPIOP 5.1: of what is sent, the payer's FSP keeps the fees that it discloses, and ours comes after. */
function received({ amountType, amount, fees }: QuoteRequest, ourFee: Money): Money {
  if (amountType === 'RECEIVE') return amount;
  const allFees = fees === undefined ? ourFee : add(fees, ourFee);
  if (compare(allFees, amount) > 0) {
    throw new Refused(errorInformation('PAYEE_FSP_REJECTED_QUOTE', 'the fees exceed the amount'));
  }
  return subtract(amount, allFees);
}
