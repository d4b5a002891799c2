import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { errorInformation } from '../../common/fspiop-errors';
import { defineWorker } from '../../common/worker';
import { answerRetries, jobTimeoutMs, noOutput } from '../job-defaults';
import { sendAnswer, type Answer } from '../outbound/send-answer';
import { relationOf } from '../payee/asker';
import { acknowledgeQuestion } from '../payee/question';
import { fulfilmentOf, settledTransfer } from '../payee/settled-transfer';
import { tenantOf, type MojaloopDeps, type MojaloopTenant } from '../settings';
import { switchNamed } from '../switches';

const input = z.object({
  tenant: variables.tenant,
  traceparent: variables.traceparent,
  peer: variables.peer,
  transferId: variables.transferId,
  transferRequest: variables.transferRequest,
  requestHash: variables.requestHash,
  asker: variables.asker,
  questionId: variables.questionId.nullish(),
  repeatedHash: variables.repeatedHash.nullish(),
  answeredAt: variables.answeredAt.nullish(),
  errorInformation: variables.errorInformation,
  transferAnswer: variables.transferAnswer.nullish(),
  operatorDecision: variables.operatorDecision.nullish(),
});
type Input = z.output<typeof input>;

/**
 * PUT /transfers/{ID} in answer to GET (FSPIOP 6.7.4.1), which tells the state; or to a repeated POST
 * (3.2.5.1), which gives the answer again byte for byte.
 */
export const answerTransferState = defineWorker({
  type: 'mojaloop:answer-transfer-state:1',
  title: 'Tell the state of the transfer',
  summary:
    'Tells a DFSP that asks how a transfer to us stands; gives who repeats the request the same answer again, and 3106 to another request under its id.',
  timeoutMs: jobTimeoutMs,
  retries: answerRetries,
  input,
  output: noOutput,
  bpmnErrors: {
    REFUSED: 'The switch refuses the answer',
    UNAVAILABLE: 'The switch cannot be reached',
  },
  whenExhausted: 'bpmn-error',
  run: async (job, deps: MojaloopDeps, { signal }) => {
    const tenant = tenantOf(deps, job.tenant);
    const answer = answerOf(job, tenant);
    await acknowledgeQuestion(job.questionId, deps);
    if (answer === undefined) return {};
    const { asker: peer, transferId: id, traceparent } = job;
    await sendAnswer(
      answer,
      { tenant, peer, resource: 'transfers', id, traceparent, signal },
      deps,
    );
    return {};
  },
});

/** Undefined where nothing is to be said. */
function answerOf(job: Input, tenant: MojaloopTenant): Answer | undefined {
  const relation = relationOf(job, switchNamed(tenant, job.peer.switchName));
  if (relation === 'modified') return { errorInformation: errorInformation('MODIFIED_REQUEST') };
  if (job.repeatedHash == null) return { body: stateOf(job, relation === 'same', tenant) };
  // After an operator has given the credit up no fulfilment may leave any more.
  if (job.operatorDecision === 'release') return undefined;
  return settledTransfer(job, tenant);
}

/** Only the switch's verdict ends it; without one it is as far as we have taken it. */
function stateOf(
  { transferAnswer, transferRequest, errorInformation, answeredAt }: Input,
  mayHaveProof: boolean,
  tenant: MojaloopTenant,
): object {
  const completedTimestamp = transferAnswer?.completedTimestamp;
  switch (transferAnswer?.verdict) {
    case 'COMMITTED': {
      // A third FSP may hear the state, but not the proof of payment.
      const fulfilment = mayHaveProof ? fulfilmentOf(transferRequest, tenant) : undefined;
      return { transferState: 'COMMITTED', fulfilment, completedTimestamp };
    }
    case 'ABORTED':
      return { transferState: 'ABORTED', completedTimestamp };
    case 'FULFILLED':
    case 'PENDING':
    case 'NOT_FOUND':
    case 'ERROR':
    case undefined:
      // No fulfilment has left, and none will.
      if (errorInformation != null) return { transferState: 'ABORTED' };
      return { transferState: answeredAt == null ? 'RECEIVED' : 'RESERVED' };
  }
}
