import { z } from 'zod';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import type { AmsDeps } from '../ams';
import { payeesCredit, payeesCreditInput } from '../payees-credit';
import { undoCredit as undo } from '../undo';

const output = z.object({});

export const undoCredit = defineWorker<typeof payeesCreditInput, typeof output, AmsDeps>({
  ...stepOf('ams:undo-credit:1'),
  title: "Undo the payee's credit",
  summary:
    "Takes the amount back off the payee's account, where it was credited before the switch had decided, and makes sure that no credit can come later.",
  input: payeesCreditInput,
  output,
  bpmnErrors: {
    REFUSED:
      'Fineract will not take it back, or the money is not there any more: an operator decides.',
    UNAVAILABLE: 'Whether it is taken back is not known: an operator decides.',
  },
  whenExhausted: 'bpmn-error',
  failureLeavesMoneyToOperator: true,
  async run(input, deps, job) {
    const { transfer, session } = payeesCredit(input, deps, job);
    await session.ams.lanes.alone(transfer.accountId, job.signal, () => undo(transfer, session));
    return {};
  },
});
