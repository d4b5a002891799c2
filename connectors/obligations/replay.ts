/** Cycles counted anew from the entries on the topic: to list their entries, and to check what was published. */
import type { ClosedCycle, CycleFigures } from '../common/contracts/fee-cycles';
import { canonicalJson } from '../common/json';
import type { KafkaDoor } from '../common/doors/kafka/kafka-door';
import type { EpochMs } from '../common/runtime';
import type { ClosedCycles } from './closed-cycles';
import { cutOf, type Cut } from './closing';
import type { Counted } from './counted';
import { figuresOf, requireBalanced } from './figures';
import { Flows } from './flows';
import type { CycleEntry, Difference, Recomputation } from './obligations';
import { readSinceMs } from './read-entry';
import { EntryClassifier, type ClassifierSettings } from './entry-classifier';
import { Totals } from './totals';
import { cycleIdOf } from './windows';

/** The entries' topic and what is needed to understand it. */
export interface EntriesTopic {
  readonly kafka: Pick<KafkaDoor, 'read'>;
  readonly topic: string;
  readonly classifier: ClassifierSettings;
  readonly closed: ClosedCycles;
}

interface Replayed extends CycleEntry {
  readonly counted: Counted;
}

/** The entries before `cut` that count in the cycle: partition by partition, in their order. */
export async function* replay(
  source: EntriesTopic,
  cycleMs: EpochMs,
  cut: Cut,
  flows = new Flows(),
): AsyncIterable<Replayed> {
  const { kafka, topic, closed } = source;
  const start = closed.cutBefore(readSinceMs(cycleMs, source.classifier.horizonMs));
  for (const [partition, toOffset] of cut) {
    const classifier = new EntryClassifier(flows, source.classifier);
    const fromOffset = start.get(partition) ?? 0;
    try {
      for await (const record of kafka.read({ topic, partition, fromOffset, toOffset })) {
        const classified = classifier.classify(record, closed);
        if (classified.kind !== 'counted' || classified.placement.cycleMs !== cycleMs) continue;
        const { entry, counted, placement } = classified;
        const originCycleId = cycleIdOf(placement.originMs);
        yield { entry, counted, partition, offset: record.offset, originCycleId };
      }
    } finally {
      // Also where nobody wants the rest.
      classifier.memory.close();
    }
  }
}

export async function recompute(
  source: EntriesTopic,
  published: ClosedCycle,
): Promise<Recomputation> {
  const cycleMs = Date.parse(published.from);
  const totals = new Totals();
  const flows = new Flows();
  for await (const { counted } of replay(source, cycleMs, cutOf(published), flows)) {
    totals.add(counted);
  }
  const figures = figuresOf(totals, flows, cycleMs);
  requireBalanced(figures);
  const differences = differencesOf(published, figures);
  return { cycleId: published.cycleId, entries: figures.entries, differences };
}

export function differencesOf(
  published: CycleFigures,
  recomputed: CycleFigures,
): readonly Difference[] {
  const before = figuresByName(published);
  const after = figuresByName(recomputed);
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => canonicalJson(before.get(name)) !== canonicalJson(after.get(name)))
    .map((name) => {
      const [figure, ...of] = JSON.parse(name) as [string, ...string[]];
      const values = { published: before.get(name), recomputed: after.get(name) };
      return { figure, of: of.join(' '), ...values };
    });
}

function figuresByName(figures: CycleFigures): ReadonlyMap<string, unknown> {
  const named = new Map<string, unknown>([['["entries"]', figures.entries]]);
  const add = (names: readonly string[], value: unknown) =>
    void named.set(JSON.stringify(names), value);
  for (const one of figures.obligations) {
    const pair = [one.debtor, one.creditor].sort();
    add(['obligations', one.currency, one.ledgerEntryType, ...pair], one);
  }
  for (const one of figures.positions) add(['positions', one.currency, one.dfspId], one.amount);
  for (const one of figures.late) add(['late', one.originCycleId], one.entries);
  return named;
}
