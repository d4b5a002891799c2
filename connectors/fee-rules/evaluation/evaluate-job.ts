import { z } from 'zod';
import type { Fees } from '../../common/contracts/fees';
import { variables } from '../../common/contracts/variables';
import type { Deps } from '../../common/runtime';
import { instantOf } from '../../common/instant';
import { evaluateFees, type FeeOutcome } from '../rule-sets/evaluate-fees';
import type { MissedAlarm } from './missed-alarm';
import type { RuleBookSource } from '../rule-sets/rule-book';

/** What the workers of this part have besides what every worker has. */
export interface FeeRulesDeps extends Deps {
  readonly rules: RuleBookSource;
  /** Resolves once the rules have been read, or nobody waits for it any longer. */
  readonly rulesRead: Promise<void>;
  readonly alarm: MissedAlarm;
}

export const evaluationInput = z.object({
  tenant: variables.tenant,
  transaction: variables.transaction,
  executionPoint: variables.executionPoint,
  occurredAt: variables.occurredAt,
});
export type EvaluationInput = z.output<typeof evaluationInput>;

/**
 * Whatever is wrong with the rules, and with the code that runs them, is a missed evaluation.
 * @throws CannotWork when the diagram gave a time that is none.
 */
export async function evaluateJob(
  job: EvaluationInput,
  { rules, rulesRead, log }: FeeRulesDeps,
): Promise<FeeOutcome> {
  await rulesRead;
  const { transaction, executionPoint: point } = job;
  const { transactionId } = transaction;
  const occurredAtMs = instantOf('occurredAt', job.occurredAt);
  try {
    return evaluateFees(rules.current(), { transactionId, point, occurredAtMs, transaction });
  } catch (error) {
    log.error({ transactionId, executionPoint: point, error }, 'fee rules: a defect of the hub');
    return { kind: 'missed', reason: 'the evaluation itself failed: see the log' };
  }
}

export function feesOf(
  { executionPoint }: EvaluationInput,
  { ruleSetId, entries }: FeeOutcome & { kind: 'evaluated' },
): Fees {
  return { executionPoint, ruleSetId, entries };
}
