import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import type { AmsDeps } from '../ams';
import { book } from '../book';
import type { Session } from '../carry-out';

const input = z.object({
  tenant: variables.tenant,
  transferId: variables.transferId,
  agreement: variables.agreement,
  credit: variables.credit,
});
const output = z.object({});

export const creditPayee = defineWorker<typeof input, typeof output, AmsDeps>({
  ...stepOf('ams:credit-payee:1'),
  title: 'Credit the payee',
  summary: "Books the amount to the payee's account, once the transfer is committed.",
  input,
  output,
  bpmnErrors: {
    REFUSED: 'Fineract will not book it: an operator decides.',
    UNAVAILABLE: 'Whether it is booked is not known: an operator decides.',
  },
  whenExhausted: 'bpmn-error',
  failureLeavesMoneyToOperator: true,
  async run({ tenant, agreement, credit }, deps, job) {
    const { clock, random } = deps;
    const ams = deps.amsOf(tenant);
    const session: Session = { ams, side: 'payee-transfer', job, clock, random };
    const { transactionId: transactionCode, transactionType } = agreement;
    await book('credit', { ...credit, role: 'PAYEE', transactionCode, transactionType }, session);
    return {};
  },
});
