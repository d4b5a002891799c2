import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { answering } from '../job-defaults';
import { sendAnswer } from '../outbound/send-answer';
import { requestAnswer } from '../payer/request-answer';
import { tenantOf, type MojaloopDeps } from '../settings';

/** PUT /transactionRequests/{ID} or its /error, FSPIOP 6.4.4. */
export const answerRequest = defineWorker({
  ...stepOf('mojaloop:answer-request:1'),
  title: 'Answer the request to pay',
  summary:
    'Tells the DFSP whose customer asks for money how the request stands: received, rejected by the payer, or why it failed.',
  ...answering,
  input: z.object({
    tenant: variables.tenant,
    traceparent: variables.traceparent,
    peer: variables.peer,
    transactionRequestId: variables.transactionRequestId,
    transactionId: variables.transactionId,
    outcome: variables.outcome.nullish(),
  }),
  run: async (job, deps: MojaloopDeps, { signal }) => {
    const { peer, traceparent, transactionRequestId: id } = job;
    const tenant = tenantOf(deps, job.tenant);
    const answer = requestAnswer(job.outcome, job.transactionId);
    const resource = 'transactionRequests';
    await sendAnswer(answer, { tenant, peer, resource, id, traceparent, signal }, deps);
    return {};
  },
});
