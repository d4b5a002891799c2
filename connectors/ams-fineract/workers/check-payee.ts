import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { findPayee, requirePayable } from '../accounts';
import type { AmsDeps } from '../ams';

const input = z.object({ tenant: variables.tenant, payment: variables.payment });
const output = z.object({ payeeAccountId: variables.payeeAccountId });

export const checkPayee = defineWorker<typeof input, typeof output, AmsDeps>({
  ...stepOf('ams:check-payee:1'),
  title: 'May the payee be paid?',
  summary:
    "Asks Fineract whether the payee's account can take the amount, and which it is. Nothing is booked.",
  input,
  output,
  bpmnErrors: {
    REFUSED: 'There is no such account, or it cannot be paid this.',
    UNAVAILABLE: 'Fineract gives no answer.',
  },
  whenExhausted: 'bpmn-error',
  async run({ tenant, payment: { payee, amount } }, deps, { signal }) {
    const ams = deps.amsOf(tenant);
    const side = 'payee-before-transfer';
    const account = await findPayee(payee, { ams, side, signal });
    requirePayable(amount, account, ams.tenant, side);
    return { payeeAccountId: account.accountId };
  },
});
