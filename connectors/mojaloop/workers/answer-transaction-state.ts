import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { instantOf } from '../../common/instant';
import { formatDateTime } from '../../common/time';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { answering } from '../job-defaults';
import { sendAnswer } from '../outbound/send-answer';
import { mayHear } from '../questions/asker';
import { takeQuestion } from '../questions/take-question';
import { tenantOf, type MojaloopDeps } from '../settings';
import { switchNamed } from '../switches';

const input = z.object({
  tenant: variables.tenant,
  traceparent: variables.traceparent,
  peer: variables.peer,
  transactionId: variables.transactionId,
  asker: variables.asker,
  questionId: variables.questionId,
  agreement: variables.agreement.nullish(),
  transferAnswer: variables.transferAnswer.nullish(),
  errorInformation: variables.errorInformation,
  creditedAt: variables.creditedAt.nullish(),
  operatorDecision: variables.operatorDecision.nullish(),
});

/** PUT /transactions/{ID} in answer to GET, FSPIOP 6.8.4.1. */
export const answerTransactionState = defineWorker({
  ...stepOf('mojaloop:answer-transaction-state:1'),
  title: 'Tell the state of the transaction',
  summary: 'Answers a DFSP that asks whether the payee has been paid.',
  ...answering,
  input,
  run: async (job, deps: MojaloopDeps, { signal }) => {
    const { asker, transactionId: id, traceparent } = job;
    // Who sent the transfer says that it is of this transaction, and nobody has checked it: the server,
    // which hears nothing, says "not found".
    if (job.agreement?.transactionId !== id) return {};
    const tenant = tenantOf(deps, job.tenant);
    // Nor does a third DFSP learn that there is such a payment.
    if (!mayHear(asker, job.peer, switchNamed(tenant, job.peer.switchName))) return {};
    await takeQuestion(job.questionId, deps);
    const answer = { body: stateOf(job) };
    await sendAnswer(
      answer,
      { tenant, peer: asker, resource: 'transactions', id, traceparent, signal },
      deps,
    );
    return {};
  },
});

/** FSPIOP 7.3.33 TransactionState. COMPLETED: the payee has the money. */
function stateOf({
  creditedAt,
  errorInformation,
  transferAnswer,
  operatorDecision,
}: z.output<typeof input>) {
  if (creditedAt != null) {
    // The switch's own time where it gave one: no other is sure not to lie in its future.
    const committedAt =
      transferAnswer?.verdict === 'COMMITTED' ? transferAnswer.completedTimestamp : undefined;
    const completedTimestamp = formatDateTime(instantOf('creditedAt', committedAt ?? creditedAt));
    return { transactionState: 'COMPLETED', completedTimestamp };
  }
  const isOff =
    errorInformation != null ||
    transferAnswer?.verdict === 'ABORTED' ||
    operatorDecision === 'release' ||
    operatorDecision === 'reverse';
  return { transactionState: isOff ? 'REJECTED' : 'PENDING' };
}
