import type { Clock } from '../../common/runtime';
import type { RuleSets } from '../rule-sets/rule-sets';
import { dictionaryHandlers } from './dictionary';
import { dryRunHandlers, type PastTransfers } from './dry-runs';
import { ruleSetHandlers } from './rule-sets';
import { trialHandlers } from './trials';
import type { Threads } from './work/threads';

export interface HandlerDeps {
  readonly ruleSets: Pick<RuleSets, 'administration' | 'book'>;
  readonly pastTransfers: PastTransfers;
  readonly threads: Threads;
  readonly clock: Clock;
}

/** One for each operation of openapi.yaml, by its id. */
export function createHandlers(deps: HandlerDeps) {
  const { ruleSets, pastTransfers, threads, clock } = deps;
  return {
    ...ruleSetHandlers(ruleSets, threads, clock),
    ...trialHandlers(threads, ruleSets.administration),
    ...dictionaryHandlers,
    ...dryRunHandlers(ruleSets, pastTransfers, clock),
  };
}
