import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { TryAgain } from '../../common/failures';
import { errorInformation } from '../../common/fspiop-errors';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import {
  evaluateJob,
  evaluationInput,
  feesOf,
  type FeeRulesDeps,
} from '../evaluation/evaluate-job';

/** The engine keeps it through whatever happens to the hub; after some four days it is an incident. */
export const evaluateMissed = defineWorker({
  ...stepOf('fee-rules:evaluate-missed:1'),
  title: 'Make up a missed evaluation',
  summary:
    'Evaluates the fee rules again, after a minute at first and each hour in the end, until they can be used.',
  input: evaluationInput,
  output: z.object({ fees: variables.fees }),
  bpmnErrors: {},
  run: async (job, deps: FeeRulesDeps) => {
    const outcome = await evaluateJob(job, deps);
    if (outcome.kind === 'missed') {
      deps.alarm.missed(job, outcome.reason);
      throw new TryAgain(
        `the fee rules cannot be used: ${outcome.reason}`,
        errorInformation('SERVICE_CURRENTLY_UNAVAILABLE', 'the fee rules cannot be used'),
      );
    }
    deps.alarm.evaluated();
    return { fees: feesOf(job, outcome) };
  },
});
