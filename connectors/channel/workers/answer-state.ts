import { z } from 'zod';
import { messageNames } from '../../common/contracts/messages';
import { variables } from '../../common/contracts/variables';
import type { Deps } from '../../common/runtime';
import { defineWorker } from '../../common/hub/worker';
import type { PaymentState } from '../payment-state';
import { knowledge, outcomeReport, receivedReport } from '../report';

const answerTimeToLiveMs = 10_000;

const input = z.object({
  tenant: variables.tenant,
  request: variables.request,
  requestHash: variables.requestHash,
  repeatedHash: variables.repeatedHash.nullish(),
  questionId: variables.questionId,
  waitingQuestionId: variables.waitingQuestionId,
  outcome: variables.outcome.nullish(),
  ...knowledge,
});

export const answerState = defineWorker({
  type: 'channel:answer-state:1',
  title: 'Answer how the payment stands',
  summary:
    'Tells the channel how this payment stands and, for a request that came again, whether it is the one that the payment began with.',
  timeoutMs: 10_000,
  retries: 3,
  input,
  output: z.object({}),
  bpmnErrors: { UNAVAILABLE: 'The answer could not be published' },
  whenExhausted: 'bpmn-error',
  async run(payment, deps: Deps) {
    const { questionId } = payment;
    await deps.messages.publish({
      name: messageNames.questionAnswered,
      correlationKey: questionId,
      messageId: questionId,
      timeToLiveMs: answerTimeToLiveMs,
      variables: { answer: stateOf(payment) },
    });
    return {};
  },
});

function stateOf(payment: z.output<typeof input>): PaymentState {
  const { requestHash, repeatedHash, outcome, request } = payment;
  return {
    sameRequest: repeatedHash == null ? null : requestHash === repeatedHash,
    waiting: payment.waitingQuestionId !== null,
    report:
      outcome == null
        ? receivedReport(payment.transactionId, payment.clientCorrelationId, request.askPayer)
        : outcomeReport(payment, outcome),
  };
}
