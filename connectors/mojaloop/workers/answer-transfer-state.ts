import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { TryAgain } from '../../common/failures';
import { errorInformation } from '../../common/fspiop-errors';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { answering } from '../job-defaults';
import { sendAnswer, type Answer } from '../outbound/send-answer';
import { relationOf } from '../questions/asker';
import { takeQuestion } from '../questions/take-question';
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
  receivedAt: variables.receivedAt.nullish(),
  answeredAt: variables.answeredAt.nullish(),
  credit: variables.credit.nullish(),
  answerDelivered: variables.answerDelivered.nullish(),
  errorInformation: variables.errorInformation,
  transferAnswer: variables.transferAnswer.nullish(),
  operatorDecision: variables.operatorDecision.nullish(),
});
type Input = z.output<typeof input>;

/**
 * PUT /transfers/{ID} in answer to GET (FSPIOP 6.7.4.1) or to a repeated POST (3.2.5.1).
 *
 * A Mojaloop switch takes whatever a payee puts to /transfers/{ID} for the payee's answer, whoever it is
 * for: a state without a fulfilment, or an error, undoes a transfer that is under way, and anything that is
 * not addressed to the payer's DFSP undoes even one that is committed. So this speaks to the payer's DFSP
 * only, and until the switch has our answer it says nothing but that answer, byte for byte.
 */
export const answerTransferState = defineWorker({
  ...stepOf('mojaloop:answer-transfer-state:1'),
  title: 'Tell the state of the transfer',
  summary:
    'Tells the payer’s DFSP how a transfer to us stands; gives it the same answer again when it repeats the request, and 3106 when it sends another one under its id.',
  ...answering,
  input,
  bpmnErrors: {
    ...answering.bpmnErrors,
    UNAVAILABLE: 'The switch cannot be reached, or has no answer to the first request yet',
  },
  run: async (job, deps: MojaloopDeps, { signal }) => {
    const tenant = tenantOf(deps, job.tenant);
    const answer = answerOf(job, tenant);
    await takeQuestion(job.questionId, deps);
    if (answer === undefined) return {};
    const { transferId: id, traceparent } = job;
    const peer = { ...job.peer, version: job.asker.version };
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
  switch (relationOf(job, switchNamed(tenant, job.peer.switchName))) {
    case 'stranger':
      return undefined;
    case 'modified':
      return modifiedRequest(job);
    case 'same': {
      const verdict = job.repeatedHash == null ? verdictOf(job, tenant) : undefined;
      if (verdict !== undefined) return { body: verdict };
      return isGivenUp(job) ? undefined : settledTransfer(job, tenant);
    }
  }
}

/** The payee gets no money, by an operator's or the switch's word: no fulfilment may leave any more. */
function isGivenUp({ operatorDecision, transferAnswer, answerDelivered }: Input): boolean {
  // What the switch has got is no secret, and an answer once given is given again.
  const isUndone = transferAnswer?.verdict === 'ABORTED' && answerDelivered !== true;
  // One who has said reverse has the switch asked before anything is taken back.
  const isReversed = operatorDecision === 'reverse' && transferAnswer?.verdict !== 'COMMITTED';
  return operatorDecision === 'release' || isReversed || isUndone;
}

/** @throws TryAgain while the switch would take the error for our answer to the first request. */
function modifiedRequest({ answerDelivered, transferAnswer }: Input): Answer {
  const error = errorInformation('MODIFIED_REQUEST');
  const isDecided =
    transferAnswer?.verdict === 'COMMITTED' || transferAnswer?.verdict === 'ABORTED';
  if (answerDelivered !== true && !isDecided) {
    throw new TryAgain('the first request is not answered yet', error);
  }
  return { errorInformation: error };
}

/** How the switch has decided; undefined before. */
function verdictOf({ transferAnswer, transferRequest }: Input, tenant: MojaloopTenant) {
  const completedTimestamp = transferAnswer?.completedTimestamp;
  switch (transferAnswer?.verdict) {
    case 'COMMITTED': {
      const fulfilment = fulfilmentOf(transferRequest, tenant);
      return { transferState: 'COMMITTED', fulfilment, completedTimestamp };
    }
    case 'ABORTED':
      return { transferState: 'ABORTED', completedTimestamp };
    case 'FULFILLED':
    case 'PENDING':
    case 'NOT_FOUND':
    case 'ERROR':
    case 'UNASKED':
    case undefined:
      return undefined;
  }
}
