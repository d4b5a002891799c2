import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { CannotWork, Refused } from '../../common/failures';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { findQuotedPayee, requirePayable } from '../accounts';
import type { AmsDeps } from '../ams';
import { transferCodeOf } from '../keys';

const input = z.object({
  tenant: variables.tenant,
  transferId: variables.transferId,
  /** None where the transfer is not as agreed; errorInformation says why. */
  agreement: variables.agreement.nullish(),
  errorInformation: variables.errorInformation,
});
const output = z.object({ credit: variables.credit });

export const reserveCredit = defineWorker<typeof input, typeof output, AmsDeps>({
  ...stepOf('ams:reserve-credit:1'),
  title: 'Reserve the credit',
  summary: "Makes sure that the payee's account can take the amount. Nothing is booked yet.",
  input,
  output,
  bpmnErrors: {
    REFUSED: 'The account cannot be paid this, or the transfer is not what was agreed.',
    UNAVAILABLE: 'Fineract gives no answer; nothing was done.',
  },
  whenExhausted: 'bpmn-error',
  // Fineract's PREPARE for a payee accepts anything, unknown accounts included, so it is not asked. Nor is the client:
  // Fineract closes none that has an open account, and an account on its way to another office is not active.
  async run({ tenant, transferId, agreement, errorInformation }, deps, { signal }) {
    if (errorInformation != null) throw new Refused(errorInformation);
    if (agreement == null) throw new CannotWork('neither an agreement nor an error is set');
    const ams = deps.amsOf(tenant);
    const side = 'payee-transfer';
    // Our own fee stays with us: the payee gets what the quote promised.
    const amount = agreement.payeeReceiveAmount;
    const account = await findQuotedPayee(agreement, { ams, side, signal });
    requirePayable(amount, account, ams.tenant, side);
    const { accountId } = account;
    return { credit: { accountId, transferCode: transferCodeOf(transferId), amount } };
  },
});
