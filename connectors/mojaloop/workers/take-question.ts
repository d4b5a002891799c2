import { z } from 'zod';
import { messageNames } from '../../common/contracts/messages';
import { variables } from '../../common/contracts/variables';
import type { Deps } from '../../common/runtime';
import { defineWorker } from '../../common/worker';
import { answerRetries, jobTimeoutMs, noOutput } from '../job-defaults';

/** As long as somebody may wait for it (settings: MOJALOOP_STATE_TIMEOUT_MS). */
const questionLifetimeMs = 60_000;

/** For a GET that takes longer to answer than the server waits: a person has to enter an OTP first. */
export const takeQuestion = defineWorker({
  type: 'mojaloop:take-question:1',
  title: 'Take the question',
  summary:
    'Says that this process will answer what a DFSP asked with GET, so that “not found” is not sent meanwhile.',
  timeoutMs: jobTimeoutMs,
  retries: answerRetries,
  input: z.object({ questionId: variables.questionId }),
  output: noOutput,
  bpmnErrors: {},
  run: async ({ questionId }, deps: Deps) => {
    await tellQuestionIsTaken(questionId, deps);
    return {};
  },
});

/** The server waits for this before it says "not found" by itself (inbound/state-questions.ts). */
export async function tellQuestionIsTaken(questionId: string, deps: Deps): Promise<void> {
  await deps.messages.publish({
    name: messageNames.questionAnswered,
    correlationKey: questionId,
    messageId: questionId,
    timeToLiveMs: questionLifetimeMs,
    variables: { answer: 'taken' },
  });
}
