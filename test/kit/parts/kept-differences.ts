/** A day that was compared, and kept as `hub reconcile --keep` keeps it. */
import type { DifferenceKind } from '../../../connectors/common/contracts/reconciliations';
import { difference } from '../../../connectors/operations/reconciliation/difference';
import type { Cut } from '../../../connectors/operations/reconciliation/facts';
import { Keeper } from '../../../connectors/operations/reconciliation/keep';
import type { MemoryKafka } from '../memory-kafka';

const topic = 'payment-hub.reconciliations';
const hourMs = 3_600_000;
/** When the day is compared first. */
export const comparedFirstMs = Date.parse('2026-11-29T06:00:00Z');

const cutOf = (tenant: string): Cut => ({
  ...{ tenant, fspId: tenant, date: '2026-11-28', bookingsSinceMs: 0 },
  ...{ fromMs: comparedFirstMs - 30 * hourMs, untilMs: comparedFirstMs - 6 * hourMs },
  report: { fromMs: 0, untilMs: comparedFirstMs },
});

/** A comparison that has begun. */
export async function openComparison(memory: MemoryKafka, tenant: string, atMs: number) {
  const kafka = memory.door();
  return { kafka, keeper: await Keeper.open({ kafka, topic }, cutOf(tenant), atMs) };
}

/** A comparison that finds just these. */
export async function keepDifferences(
  memory: MemoryKafka,
  kinds: readonly DifferenceKind[],
  { tenant = 'lion', atMs = comparedFirstMs, transactionId = '=1+1', ams = 'nothing stands' } = {},
): Promise<void> {
  const cut = cutOf(tenant);
  const { kafka, keeper } = await openComparison(memory, tenant, atMs);
  for (const kind of kinds) {
    const one = difference(cut, kind, {
      ...{ side: 'payer' as const, transferId: 't-1', transactionId, currency: 'TZS' },
      ...{ hub: 'paid 5 TZS', ams, switch: 'COMMITTED 5 TZS' },
    });
    keeper.note({ kind: 'difference', difference: one });
  }
  const summary = { compared: 3, differences: kinds.length, underWay: 0, outOfReach: 0 };
  await keeper.end(summary, true);
  await kafka.close();
}
