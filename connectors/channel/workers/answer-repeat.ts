import { z } from 'zod';
import { messageNames } from '../../common/contracts/messages';
import { variables } from '../../common/contracts/variables';
import type { Deps } from '../../common/runtime';
import { defineWorker } from '../../common/worker';
import type { RepeatAnswer } from '../repeats';

const answerTimeToLiveMs = 10_000;

export const answerRepeat = defineWorker({
  type: 'channel:answer-repeat:1',
  title: 'Compare a repeated request',
  summary:
    'Tells the channel whether a request that came again is the one this payment began with.',
  timeoutMs: 10_000,
  retries: 3,
  input: z.object({
    tenant: variables.tenant,
    transactionId: variables.transactionId,
    requestHash: variables.requestHash,
    repeatedHash: variables.repeatedHash,
    questionId: variables.questionId,
    waitingQuestionId: variables.waitingQuestionId,
  }),
  output: z.object({}),
  bpmnErrors: { UNAVAILABLE: 'The answer could not be published' },
  whenExhausted: 'bpmn-error',
  async run({ requestHash, repeatedHash, questionId, waitingQuestionId }, deps: Deps) {
    const answer: RepeatAnswer = {
      sameRequest: requestHash === repeatedHash,
      waiting: waitingQuestionId !== null,
    };
    await deps.messages.publish({
      name: messageNames.questionAnswered,
      correlationKey: questionId,
      messageId: questionId,
      timeToLiveMs: answerTimeToLiveMs,
      variables: { answer },
    });
    return {};
  },
});
