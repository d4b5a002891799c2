import type { Clock } from '../../common/runtime';
import type { Obligations } from '../../obligations/obligations';
import type { RuleSets } from '../rule-sets/rule-sets';
import { cycleHandlers } from './cycles';
import { dryRunHandlers, type PastTransfers } from './dry-runs';
import { ledgerEntryHandlers } from './ledger-entries';
import { ruleSetHandlers } from './rule-sets';
import { trialHandlers } from './trials';
import type { Threads } from './work/threads';

export interface HandlerDeps {
  readonly ruleSets: Pick<RuleSets, 'administration' | 'book'>;
  /** Throws a Problem where there are none. */
  readonly obligations: () => Obligations;
  readonly pastTransfers: PastTransfers;
  readonly threads: Threads;
  readonly clock: Clock;
  readonly dfspClaim: string;
}

/** One for each operation of openapi.yaml, by its id. */
export type Handlers = ReturnType<typeof createHandlers>;

export function createHandlers(deps: HandlerDeps) {
  const { ruleSets, obligations, pastTransfers, threads, clock, dfspClaim } = deps;
  return {
    ...ruleSetHandlers(ruleSets, threads, clock),
    ...trialHandlers(threads, ruleSets.administration),
    ...dryRunHandlers(ruleSets, pastTransfers, clock),
    ...ledgerEntryHandlers(obligations),
    ...cycleHandlers(obligations, dfspClaim),
  };
}
