import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { answering } from '../job-defaults';
import { sendAnswer, type Answer } from '../outbound/send-answer';
import { refusalOf, relationOf } from '../questions/asker';
import { takeQuestion } from '../questions/take-question';
import { requestAnswer } from '../payer/request-answer';
import { tenantOf, type MojaloopDeps, type MojaloopTenant } from '../settings';
import { switchNamed } from '../switches';

const input = z.object({
  tenant: variables.tenant,
  traceparent: variables.traceparent,
  peer: variables.peer,
  transactionRequestId: variables.transactionRequestId,
  transactionId: variables.transactionId,
  requestHash: variables.requestHash,
  asker: variables.asker,
  questionId: variables.questionId.nullish(),
  repeatedHash: variables.repeatedHash.nullish(),
  outcome: variables.outcome.nullish(),
});

/** PUT /transactionRequests/{ID} or its /error, in answer to GET or to a repeated POST (FSPIOP 3.2.5.1). */
export const answerRequestState = defineWorker({
  ...stepOf('mojaloop:answer-request-state:1'),
  title: 'Tell how the request to pay stands',
  summary:
    'Tells who repeats the request or asks for it how it stands; 3106 to another request under its id.',
  ...answering,
  input,
  run: async (job, deps: MojaloopDeps, { signal }) => {
    const tenant = tenantOf(deps, job.tenant);
    const answer = answerOf(job, tenant);
    await takeQuestion(job.questionId, deps);
    const { asker: peer, transactionRequestId: id, traceparent } = job;
    const resource = 'transactionRequests';
    await sendAnswer(answer, { tenant, peer, resource, id, traceparent, signal }, deps);
    return {};
  },
});

function answerOf(job: z.output<typeof input>, tenant: MojaloopTenant): Answer {
  const relation = relationOf(job, switchNamed(tenant, job.peer.switchName));
  if (relation === 'same') return requestAnswer(job.outcome, job.transactionId);
  // Others do not hear that somebody is asked for money.
  return refusalOf(relation, job.repeatedHash, 'TXN_REQUEST_ID_NOT_FOUND');
}
