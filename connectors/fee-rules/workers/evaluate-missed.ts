import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { TryAgain } from '../../common/failures';
import { errorInformation } from '../../common/fspiop-errors';
import { defineWorker } from '../../common/hub/worker';
import { backoffMs } from '../../common/zeebe/backoff';
import {
  evaluateJob,
  evaluationInput,
  evaluationTimeoutMs,
  feesOf,
  type FeeRulesDeps,
} from '../evaluation/evaluate-job';

const betweenAttempts = { baseMs: 60_000, maxMs: 3_600_000 };

/** The engine keeps it through whatever happens to the hub; after some four days it is an incident. */
export const evaluateMissed = defineWorker({
  type: 'fee-rules:evaluate-missed:1',
  title: 'Make up a missed evaluation',
  summary:
    'Evaluates the fee rules again, after a minute at first and each hour in the end, until they can be used.',
  timeoutMs: evaluationTimeoutMs,
  retries: 128,
  input: evaluationInput,
  output: z.object({ fees: variables.fees }),
  bpmnErrors: {},
  run: async (job, deps: FeeRulesDeps, { attempt }) => {
    const outcome = await evaluateJob(job, deps);
    if (outcome.kind === 'missed') {
      deps.alarm.missed(job, outcome.reason);
      const notBeforeMs = backoffMs(attempt, betweenAttempts, deps.random.fraction());
      throw new TryAgain(
        `the fee rules cannot be used: ${outcome.reason}`,
        errorInformation('SERVICE_CURRENTLY_UNAVAILABLE', 'the fee rules cannot be used'),
        notBeforeMs,
      );
    }
    deps.alarm.evaluated();
    return { fees: feesOf(job, outcome) };
  },
});
