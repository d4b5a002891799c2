import { Counter, Gauge, type Registry } from 'prom-client';
import type { Ledger } from './ledger';

export interface ObligationsMetrics {
  /** What became of an entry: `counted`, or why it was set aside. */
  entry(outcome: string): void;
}

/** @param readOverdueMs for how long the next cycle should have been closed; negative before. */
export function createMetrics(
  registry: Registry,
  ledger: Ledger,
  readOverdueMs: () => number,
): ObligationsMetrics {
  const entries = new Counter({
    name: 'hub_fee_obligations_entries_total',
    help: 'Ledger entries read, by what became of them: counted, duplicate, conflicting, ...',
    labelNames: ['outcome'],
    registers: [registry],
  });
  const overdue: Gauge = new Gauge({
    name: 'hub_fee_cycles_overdue_seconds',
    help: 'For how long the next cycle should have been closed',
    registers: [registry],
    collect: () => overdue.set(Math.max(0, readOverdueMs()) / 1000),
  });
  const remembered: Gauge = new Gauge({
    name: 'hub_fee_obligations_remembered_entries',
    help: 'Ledger entries whose ids are remembered',
    registers: [registry],
    collect: () => remembered.set(ledger.remembered.entries),
  });
  const inFiles: Gauge = new Gauge({
    name: 'hub_fee_obligations_entries_in_files',
    help: 'Of the remembered ledger entries those that have left memory for files',
    registers: [registry],
    collect: () => inFiles.set(ledger.remembered.inFiles),
  });
  return { entry: (outcome) => entries.inc({ outcome }) };
}
