import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import type { Deps } from '../../common/runtime';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import type { PaymentState } from '../payment-state';
import { answerQuestion } from '../questions';
import { knowledge, outcomeReport, receivedReport } from '../report';

const input = z.object({
  tenant: variables.tenant,
  repeatedHash: variables.repeatedHash.nullish(),
  questionId: variables.questionId,
  outcome: variables.outcome.nullish(),
  ...knowledge,
});

export const answerState = defineWorker({
  ...stepOf('channel:answer-state:1'),
  title: 'Answer how the payment stands',
  summary:
    'Tells the channel how this payment stands and, for a request that came again, whether it is the one that the payment began with.',
  input,
  output: z.object({}),
  bpmnErrors: { UNAVAILABLE: 'The answer could not be published' },
  whenExhausted: 'bpmn-error',
  async run(input, deps: Deps) {
    const { questionId } = input;
    await answerQuestion(deps.messages, questionId, stateOf(input));
    return {};
  },
});

function stateOf(asked: z.output<typeof input>): PaymentState {
  const { repeatedHash, outcome, payment, channel } = asked;
  const { requestHash, waitingQuestionId, clientCorrelationId } = channel;
  return {
    sameRequest: repeatedHash == null ? null : requestHash === repeatedHash,
    waiting: waitingQuestionId !== null,
    origin: payment.origin,
    report:
      outcome == null
        ? receivedReport(asked.transactionId, clientCorrelationId, payment.origin, payment.askPayer)
        : outcomeReport(asked, outcome),
  };
}
