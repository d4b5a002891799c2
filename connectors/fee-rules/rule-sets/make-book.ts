/** From what is stored and what is loaded to a book: pure. */
import type { EpochMs } from '../../common/runtime';
import type { Evaluator } from '../engine/evaluator';
import type { RuleBook, RulesInForce } from './rule-book';
import { periodAt, type Period } from './timeline';

/** Undefined: nobody has tried to load it yet. */
export type Usable = { readonly evaluator: Evaluator } | { readonly reason: string } | undefined;

export function makeBook(
  periods: readonly Period[],
  usable: (ruleSetId: string) => Usable,
  /** Older rule sets are not loaded. */
  horizonMs: EpochMs,
): RuleBook {
  const rules = new Map(
    periods.map((period) => [period, inForce(period, usable(period.ruleSetId), horizonMs)]),
  );
  return {
    at: (timeMs) => {
      const period = periodAt(periods, timeMs);
      return (period && rules.get(period)) ?? none;
    },
  };
}

export function unusableBook(reason: string): RuleBook {
  return { at: () => ({ kind: 'unusable', reason }) };
}

const none: RulesInForce = { kind: 'none' };

function inForce({ ruleSetId, toMs }: Period, usable: Usable, horizonMs: EpochMs): RulesInForce {
  if (usable === undefined) {
    const reason =
      toMs > horizonMs
        ? `rule set ${ruleSetId} is still being loaded`
        : `rule set ${ruleSetId} is not loaded any more: it was in force until ${new Date(toMs).toISOString()} (FEE_HORIZON)`;
    return { kind: 'unusable', reason };
  }
  return 'evaluator' in usable
    ? { kind: 'in-force', ruleSetId, evaluator: usable.evaluator }
    : { kind: 'unusable', reason: usable.reason };
}
