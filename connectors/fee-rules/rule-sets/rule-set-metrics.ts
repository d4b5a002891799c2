import { Gauge, type Registry } from 'prom-client';
import type { RuleSetState } from './timeline';

/** What an instance shows of its rule sets; asked for at each scrape. */
export interface RuleBookStatus {
  readonly ruleSets: readonly { readonly ruleSetId: string; readonly state: RuleSetState }[];
  readonly unusable: number;
  readonly isStoreReachable: boolean;
  readonly changedAtMs: number | undefined;
}

export function showRuleSets(metrics: Registry, status: () => RuleBookStatus): void {
  const registers = [metrics];
  new Gauge({
    name: 'hub_fee_rule_set_info',
    help: 'Rule sets that this instance has loaded; the one in force has state="active"',
    labelNames: ['rule_set', 'state'],
    registers,
    collect() {
      this.reset();
      for (const { ruleSetId, state } of status().ruleSets) {
        this.set({ rule_set: ruleSetId, state }, 1);
      }
    },
  });
  new Gauge({
    name: 'hub_fee_rule_sets_unusable',
    help: 'Rule sets, or files or records of them, that cannot be used although transfers may need them',
    registers,
    collect() {
      this.set(status().unusable);
    },
  });
  new Gauge({
    name: 'hub_fee_rule_store_reachable',
    help: '0: the rule sets cannot be read, changes do not arrive',
    registers,
    collect() {
      this.set(status().isStoreReachable ? 1 : 0);
    },
  });
  new Gauge({
    name: 'hub_fee_rule_sets_changed_timestamp_seconds',
    help: 'When the rule sets last changed here; 0 before they were read',
    registers,
    collect() {
      this.set((status().changedAtMs ?? 0) / 1_000);
    },
  });
}
