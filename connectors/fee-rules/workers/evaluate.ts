import { z } from 'zod';
import { correlationKey } from '../../common/contracts/keys';
import { messageNames } from '../../common/contracts/messages';
import { variables } from '../../common/contracts/variables';
import type { Message } from '../../common/runtime';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import {
  evaluateJob,
  evaluationInput,
  feesOf,
  type EvaluationInput,
  type FeeRulesDeps,
} from '../evaluation/evaluate-job';

/** Longer than any repeat of the job that says it, so that each starts one process. */
const messageTimeToLiveMs = 3_600_000;

/** Rules that cannot be used stop no payment: what was missed is made up by a process of its own. */
export const evaluate = defineWorker({
  ...stepOf('fee-rules:evaluate:1'),
  title: 'Evaluate the fee rules',
  summary:
    'Makes the ledger entries that the fee rules charge for a transaction. When the rules cannot be used it goes on without, and they are made up later.',
  input: evaluationInput,
  output: z.object({ fees: variables.fees }),
  bpmnErrors: {},
  run: async (job, deps: FeeRulesDeps) => {
    const outcome = await evaluateJob(job, deps);
    if (outcome.kind === 'evaluated') {
      deps.alarm.evaluated();
      return { fees: feesOf(job, outcome) };
    }
    const { reason } = outcome;
    deps.alarm.missed(job, reason);
    await deps.messages.publish(messageOf(job));
    const { executionPoint } = job;
    return { fees: { executionPoint, ruleSetId: null, entries: [], missed: reason } };
  },
});

function messageOf(job: EvaluationInput): Message {
  const { tenant, transaction, executionPoint } = job;
  const key = correlationKey(tenant, `${transaction.transactionId}:${executionPoint}`);
  return {
    name: messageNames.feesMissed,
    correlationKey: key,
    messageId: key,
    timeToLiveMs: messageTimeToLiveMs,
    variables: job,
  };
}
