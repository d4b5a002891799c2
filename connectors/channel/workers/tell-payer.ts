import { z } from 'zod';
import { operatorMatters } from '../../common/contracts/operator-matters';
import { variables } from '../../common/contracts/variables';
import { meaningOf } from '../../common/fspiop-errors';
import type { Logger } from '../../common/runtime';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { callbackOriginOf, type ChannelWorkerDeps } from '../callbacks';
import { decisionQuestionId, repeatQuestionId } from '../questions';
import { knowledge, outcomeReport } from '../report';
import { tell } from '../tell';

const input = z.object({
  tenant: variables.tenant,
  traceparent: variables.traceparent,
  outcome: variables.outcome,
  ...knowledge,
});

export const tellPayer = defineWorker({
  ...stepOf('channel:tell-payer:1'),
  title: 'Tell the payer how the payment stands',
  summary: 'Answers whoever waits at the channel and POSTs the outcome to the callback address.',
  input,
  output: z.object({}),
  bpmnErrors: { UNAVAILABLE: 'The callback address does not answer' },
  whenExhausted: 'bpmn-error',
  peerOf: callbackOriginOf,
  async run(input, deps: ChannelWorkerDeps, job) {
    const { tenant, traceparent, transactionId, payment, channel } = input;
    const { waitingQuestionId, callbackUrl } = channel;
    const report = outcomeReport(input, input.outcome);
    logOutcome(input, deps.log);
    const questionIds: string[] = [];
    if (waitingQuestionId !== null) {
      questionIds.push(waitingQuestionId, repeatQuestionId(tenant, transactionId));
    }
    // Whether the decision's sender waits is not known to the process; nobody hears it if not.
    if (payment.askPayer) questionIds.push(decisionQuestionId(tenant, transactionId));
    await tell(report, { tenant, traceparent, questionIds, callbackUrl }, deps, job);
    return {};
  },
});

/**
 * The one line by which an operator sees in the logs how a payment stands. Of the error only the code and
 * our own words: a peer's description may hold personal data.
 */
function logOutcome(told: z.output<typeof input>, log: Logger): void {
  const { tenant, transactionId, transferId } = told;
  const { clientCorrelationId: correlationId } = told.channel;
  const { state, errorInformation, operatorReason } = told.outcome;
  const errorCode = errorInformation?.errorCode;
  const { meaning, operator: advice } = errorCode === undefined ? {} : meaningOf(errorCode);
  const ids = { tenant, transactionId, transferId, correlationId };
  const fields = { ...ids, state, errorCode, meaning, advice };
  if (state !== 'PENDING') {
    log.info(fields, `payment is ${state}`);
  } else if (operatorReason == null) {
    log.error(fields, 'payment is PENDING: an operator must decide');
  } else {
    // What to do is told by the role decision-relay, as an error: one payment, one alarm.
    const { verdict, what } = operatorMatters[operatorReason];
    log.warn(
      { ...fields, operatorReason, verdict },
      `payment is PENDING and waits for an operator: ${what}`,
    );
  }
}
