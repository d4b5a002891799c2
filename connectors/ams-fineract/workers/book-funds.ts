import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import type { AmsDeps } from '../ams';
import { book } from '../book';
import { payersSession, payersTransfer, payersTransferInput } from '../payers-transfer';

const input = payersTransferInput.extend({ transferAnswer: variables.transferAnswer.nullish() });
const output = z.object({});

export const bookFunds = defineWorker<typeof input, typeof output, AmsDeps>({
  ...stepOf('ams:book-funds:1'),
  title: "Book the payer's funds",
  summary: "Turns the hold on the payer's account into a debit, once the transfer is committed.",
  input,
  output,
  bpmnErrors: {
    REFUSED: 'Fineract will not book it: an operator decides.',
    UNAVAILABLE: 'Whether it is booked is not known: an operator decides.',
  },
  whenExhausted: 'bpmn-error',
  failureLeavesMoneyToOperator: true,
  async run(input, deps, job) {
    const session = payersSession(input.tenant, deps, job);
    await book('debit', payersTransfer(input), session);
    if (isUnproved(input)) {
      const { tenant, transactionId, transferId } = input;
      deps.log.error(
        { tenant, transactionId, transferId },
        'booked on the word of the switch, though its fulfilment is not the one of the quote',
      );
    }
    return {};
  },
});

/**
 * The money has moved in the scheme's ledger, so it is booked all the same; but a switch that takes any
 * fulfilment for the right one is a matter for a person.
 */
function isUnproved({ transferAnswer, quoteAnswer }: z.output<typeof input>): boolean {
  const condition = transferAnswer?.fulfilledCondition;
  return condition !== undefined && condition !== quoteAnswer.quote.condition;
}
