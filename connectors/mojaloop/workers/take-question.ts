import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import type { Deps } from '../../common/runtime';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { noOutput } from '../job-defaults';
import { takeQuestion } from '../questions/take-question';

/** For a GET that takes longer to answer than the server waits: a person has to enter an OTP first. */
export const takeQuestionWorker = defineWorker({
  ...stepOf('mojaloop:take-question:1'),
  title: 'Take the question',
  summary:
    'Says that this process will answer what a DFSP asked with GET, so that “not found” is not sent meanwhile.',
  input: z.object({ questionId: variables.questionId }),
  output: noOutput,
  bpmnErrors: { UNAVAILABLE: 'The engine has not taken it' },
  whenExhausted: 'bpmn-error',
  run: async ({ questionId }, deps: Deps) => {
    await takeQuestion(questionId, deps);
    return {};
  },
});
