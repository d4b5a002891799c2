import { z } from 'zod';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import type { AmsDeps } from '../ams';
import { book } from '../book';
import { payeesCredit, payeesCreditInput } from '../payees-credit';

const output = z.object({});

export const creditPayee = defineWorker<typeof payeesCreditInput, typeof output, AmsDeps>({
  ...stepOf('ams:credit-payee:1'),
  title: 'Credit the payee',
  summary: "Books the amount to the payee's account, once the transfer is committed.",
  input: payeesCreditInput,
  output,
  bpmnErrors: {
    REFUSED: 'Fineract will not book it: an operator decides.',
    UNAVAILABLE: 'Whether it is booked is not known: an operator decides.',
  },
  whenExhausted: 'bpmn-error',
  failureLeavesMoneyToOperator: true,
  async run(input, deps, job) {
    const { transfer, session } = payeesCredit(input, deps, job);
    await book('credit', transfer, session);
    return {};
  },
});
