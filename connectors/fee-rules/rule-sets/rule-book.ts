import type { EpochMs } from '../../common/runtime';
import type { Evaluator } from '../engine/evaluator';

/** Which rules are in force at some time. Never changed: another state of the rule sets makes another book. */
export interface RuleBook {
  at(timeMs: EpochMs): RulesInForce;
}

export type RulesInForce =
  | { readonly kind: 'in-force'; readonly ruleSetId: string; readonly evaluator: Evaluator }
  /** Nobody has put rules in force at that time: no fees. */
  | { readonly kind: 'none' }
  /** There are rules for that time, or may be, but they cannot be used now: never the same as no fees. */
  | { readonly kind: 'unusable'; readonly reason: string };

/** The book as it stands now: to be asked for anew for each batch or job, and used for all of it. */
export interface RuleBookSource {
  current(): RuleBook;
}
