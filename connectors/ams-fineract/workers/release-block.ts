import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import type { AmsDeps } from '../ams';
import { payersSession, payersTransfer, payersTransferInput } from '../payers-transfer';
import { releaseHold } from '../release-hold';

const input = payersTransferInput.extend({
  /** block-funds gives it: not there when that has not ended well. */
  transferCode: variables.transferCode.nullish(),
});
const output = z.object({});

export const releaseBlock = defineWorker<typeof input, typeof output, AmsDeps>({
  ...stepOf('ams:release-block:1'),
  title: "Release the payer's funds",
  summary: "Takes the hold off the payer's account, and makes sure that none can come later.",
  input,
  output,
  bpmnErrors: {
    REFUSED:
      'The funds are booked already, or Fineract will not release them: an operator decides.',
    UNAVAILABLE: 'Whether the funds are released is not known: an operator decides.',
  },
  whenExhausted: 'bpmn-error',
  failureLeavesMoneyToOperator: true,
  async run(input, deps, job) {
    const session = payersSession(input.tenant, deps, job);
    const transfer = payersTransfer(input);
    await session.ams.lanes.alone(transfer.accountId, job.signal, () =>
      releaseHold(transfer, input.transferCode != null, session),
    );
    return {};
  },
});
