/** How long payments took that were made, in a histogram of bounded size. */
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { Groups, keyOf, splitFields, splits, type Counted, type Report } from './report';

/** Three figures are exact; what took longer counts as the longest. */
const longestMs = 30 * 86_400_000;
/** Each has up to 190 kB (measured), outside of V8's heap. */
const groupsMax = 1_000;
const percentiles = { p50Ms: 50, p90Ms: 90, p95Ms: 95, p99Ms: 99, p999Ms: 99.9 } as const;

/**
 * `whole`: from what began it to its end, people who think it over among it. `committed`: since the money was held (payer), or
 * the transfer came (payee).
 */
const spans = ['whole', 'committed'] as const;

export const timeToSettle: Report = {
  reads: { fields: [...splitFields, 'endedAt', 'steps.kind', 'steps.occurredAt'] },
  filters: [{ kind: 'one-of', field: 'state', values: ['paid'] }],
  isOfNow: false,
  splits: Object.keys(splits),
  columns: (by) => [...by, 'side', 'span', 'payments', ...Object.keys(percentiles), 'longestMs'],
  begin: (by) => {
    const groups = new Groups<RecordableHistogram>(
      () => createHistogram({ lowest: 1, highest: longestMs, figures: 3 }),
      groupsMax,
    );
    return {
      add: (payment) => {
        const { side, endedAt } = payment;
        if (side === null || endedAt === undefined) return;
        for (const span of spans) {
          const from = beginningOf(payment, span);
          if (from === undefined) continue;
          const tookMs = Date.parse(endedAt) - Date.parse(from);
          const key = { ...keyOf(payment, by), side, span };
          groups.of(key).record(Math.min(Math.max(tookMs, 1), longestMs));
        }
      },
      rows: () =>
        groups.rows((histogram) => ({
          payments: histogram.count,
          ...Object.fromEntries(
            Object.entries(percentiles).map(([name, at]) => [name, histogram.percentile(at)]),
          ),
          longestMs: histogram.max,
        })),
    };
  },
};

function beginningOf(
  { startedAt, steps = [] }: Counted,
  span: (typeof spans)[number],
): string | undefined {
  if (span === 'whole') return startedAt;
  return steps.find(({ kind }) => kind === 'held' || kind === 'transfer-received')?.occurredAt;
}
