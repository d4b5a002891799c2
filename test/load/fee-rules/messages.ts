/** What the benchmark asks its contestants, and what they answer. */
import type { Evaluation } from '../../../connectors/fee-rules/engine/evaluation';

export const contestants = [
  'straight-line',
  'hash-dispatched',
  'json-rules-engine',
  'evaluator',
] as const;
export type Contestant = (typeof contestants)[number];

/** What is asked: the results of so many transactions, or to work for so long. */
export type Question = { readonly check: number } | { readonly runMs: number };
export interface Run {
  readonly count: number;
  readonly matched: number;
  readonly cpuMs: number;
  readonly elapsedMs: number;
}
export type Answer = { readonly results: readonly Evaluation[] } | Run;
