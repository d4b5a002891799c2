import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import type { Deps } from '../../common/runtime';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import type { CodeAnswer } from '../authorization/code-report';
import { answerQuestion } from '../questions';

export const answerCodeState = defineWorker({
  ...stepOf('channel:answer-code-state:1'),
  title: 'Answer how the code stands',
  summary:
    'Tells the channel whether the code can still be used and, for a request that came again, whether it is the one that this code was asked for by. The code itself is told to nobody.',
  input: z.object({
    authorizationCodeId: variables.authorizationCodeId,
    channel: variables.channel.required({ clientCorrelationId: true }),
    repeatedHash: variables.repeatedHash.nullish(),
    questionId: variables.questionId,
    codeState: variables.codeState.nullish(),
    codeUntil: variables.codeUntil.nullish(),
  }),
  output: z.object({}),
  bpmnErrors: { UNAVAILABLE: 'The answer could not be published' },
  whenExhausted: 'bpmn-error',
  async run(job, { messages }: Deps) {
    const { authorizationCodeId, channel, repeatedHash, questionId, codeState, codeUntil } = job;
    const { clientCorrelationId, requestHash } = channel;
    const ids = { authorizationCodeId, clientCorrelationId };
    const report = { ...ids, state: codeState ?? ('RECEIVED' as const) };
    const answer: CodeAnswer = {
      sameRequest: repeatedHash == null ? null : requestHash === repeatedHash,
      report: codeUntil == null ? report : { ...report, validUntil: codeUntil },
    };
    await answerQuestion(messages, questionId, answer);
    return {};
  },
});
