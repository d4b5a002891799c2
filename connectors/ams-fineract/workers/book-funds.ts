import { z } from 'zod';
import { defineWorker } from '../../common/worker';
import type { AmsDeps } from '../ams';
import { book } from '../book';
import { payersSession, payersTransfer, payersTransferInput } from '../payers-transfer';

const output = z.object({});

export const bookFunds = defineWorker<typeof payersTransferInput, typeof output, AmsDeps>({
  type: 'ams:book-funds:1',
  title: "Book the payer's funds",
  summary: "Turns the hold on the payer's account into a debit, once the transfer is committed.",
  timeoutMs: 60_000,
  retries: 8,
  input: payersTransferInput,
  output,
  bpmnErrors: {
    REFUSED: 'Fineract will not book it: an operator decides.',
    UNAVAILABLE: 'Whether it is booked is not known: an operator decides.',
  },
  whenExhausted: 'bpmn-error',
  async run(input, deps, job) {
    const session = payersSession(input.tenant, deps, job);
    await book('debit', payersTransfer(input), session);
    return {};
  },
});
