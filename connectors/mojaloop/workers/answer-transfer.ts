import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { CannotWork } from '../../common/failures';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { sendAnswer } from '../outbound/send-answer';
import { settledTransfer } from '../payee/settled-transfer';
import { tenantOf, type MojaloopDeps } from '../settings';
import { answering } from '../job-defaults';

const input = z.object({
  tenant: variables.tenant,
  traceparent: variables.traceparent,
  peer: variables.peer,
  transferRequest: variables.transferRequest,
  receivedAt: variables.receivedAt.nullish(),
  answeredAt: variables.answeredAt.nullish(),
  credit: variables.credit.nullish(),
  errorInformation: variables.errorInformation,
});

/** PUT /transfers/{ID} with the fulfilment, or its /error, FSPIOP 6.7.4. Each time the same bytes. */
export const answerTransfer = defineWorker({
  ...stepOf('mojaloop:answer-transfer:1'),
  title: 'Answer the transfer',
  summary:
    'Accepts the transfer with its fulfilment, or refuses it. Once accepted, only the switch’s word undoes it.',
  ...answering,
  input,
  bpmnErrors: {
    ...answering.bpmnErrors,
    UNAVAILABLE: 'The switch cannot be reached: it may have the answer or not',
  },
  run: async (job, deps: MojaloopDeps, { signal }) => {
    const tenant = tenantOf(deps, job.tenant);
    const answer = settledTransfer(job, tenant);
    if (answer === undefined) throw new CannotWork('neither a credit nor an error is set');
    const { peer, traceparent } = job;
    const id = job.transferRequest.transferId;
    await sendAnswer(
      answer,
      { tenant, peer, resource: 'transfers', id, traceparent, signal },
      deps,
    );
    return {};
  },
});
