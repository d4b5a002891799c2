import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import type { Deps } from '../../common/runtime';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { answerQuestion } from '../questions';
import { requestKnowledge, requestReport } from '../requests/request-report';
import type { RequestState } from '../requests/request-state';

const input = z.object({
  tenant: variables.tenant,
  repeatedHash: variables.repeatedHash.nullish(),
  questionId: variables.questionId,
  ...requestKnowledge,
});

export const answerRequestState = defineWorker({
  ...stepOf('channel:answer-request-state:1'),
  title: 'Answer how the request to pay stands',
  summary:
    'Tells the channel how this request stands and, for one that came again, whether it is the one that it began with.',
  input,
  output: z.object({}),
  bpmnErrors: { UNAVAILABLE: 'The answer could not be published' },
  whenExhausted: 'bpmn-error',
  async run(input, deps: Deps) {
    await answerQuestion(deps.messages, input.questionId, stateOf(input));
    return {};
  },
});

function stateOf(asked: z.output<typeof input>): RequestState {
  const { repeatedHash, channel, payment } = asked;
  return {
    sameRequest: repeatedHash == null ? null : channel.requestHash === repeatedHash,
    waiting: channel.waitingQuestionId !== null,
    origin: payment.origin,
    report: requestReport(asked),
  };
}
