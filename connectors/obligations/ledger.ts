/**
 * All that one instance knows about obligations: which entries count, in which cycle, and what it comes to.
 * Built from the two topics alone, without I/O, and the same however their records reach it: entries of a
 * partition come in order, cycles too, and nothing else matters.
 */
import type { ClosedCycle, CycleFigures } from '../common/contracts/fee-cycles';
import type { KafkaRecord } from '../common/doors/kafka/kafka-door';
import type { EpochMs } from '../common/runtime';
import { ClosedCycles, CyclesDoNotFit } from './closed-cycles';
import { closedCycleOf, cutOf, type Cut } from './closing';
import { figuresOf, requireBalanced } from './figures';
import { Flows } from './flows';
import { EntryClassifier, type Classified, type ClassifierSettings } from './entry-classifier';
import { Totals } from './totals';
import type { Grid, Window } from './windows';

/** A cycle that has closed, and what this instance has counted in it by itself. */
export interface Settled {
  readonly published: ClosedCycle;
  readonly counted: CycleFigures;
}

export class Ledger {
  readonly closed: ClosedCycles;
  private readonly flows = new Flows();
  private readonly classifiers = new Map<number, EntryClassifier>();
  /** By the cycles' starts: of those that take entries, and of the closed that are still being counted. */
  private readonly totals = new Map<EpochMs, Totals>();
  /** Cycles that have closed whose cut this instance has not reached yet. */
  private settling: { readonly fromMs: EpochMs; readonly published: ClosedCycle }[] = [];
  /** Entries of the partitions before these offsets have been counted. */
  private readonly positions = new Map<number, number>();
  private readsEntries = false;

  constructor(
    grid: Grid,
    private readonly settings: ClassifierSettings,
  ) {
    this.closed = new ClosedCycles(grid);
  }

  /** A record of the entries' topic. Cycles that had closed before the first one are not counted again. */
  take(record: KafkaRecord): Classified {
    this.readsEntries = true;
    const { partition, offset } = record;
    const classifier =
      this.classifiers.get(partition) ?? new EntryClassifier(this.flows, this.settings);
    this.classifiers.set(partition, classifier);
    const classified = classifier.classify(record, this.closed);
    this.reach(partition, offset + 1);
    if (classified.kind === 'counted') {
      const { cycleMs } = classified.placement;
      if (this.isCounting(cycleMs)) this.totalsOf(cycleMs).add(classified.counted);
    }
    return classified;
  }

  /**
   * A record of the cycles' topic.
   * @throws CyclesDoNotFit also when another instance runs with another length of cycles.
   */
  close(published: ClosedCycle, writtenMs: EpochMs): ReturnType<ClosedCycles['take']> {
    const isFirst = this.closed.last() === undefined;
    const expected = this.closed.windowAt(Date.parse(published.from));
    const verdict = this.closed.take(published, writtenMs);
    const closed = this.closed.last();
    if (verdict !== 'stands' || closed === undefined || !this.readsEntries) return verdict;
    const { fromMs, toMs, cut } = closed;
    if (expected.toMs !== toMs) {
      throw new CyclesDoNotFit(
        `Cycle ${published.cycleId} was closed by an instance with another FEE_CYCLE_LENGTH: give all the same, then start this one again`,
      );
    }
    if (isFirst) this.bringForward(fromMs);
    for (const [partition, classifier] of this.classifiers) {
      for (const counted of classifier.memory.since(cut.get(partition) ?? 0)) {
        if (counted.originMs > fromMs) continue;
        this.totalsOf(fromMs).remove(counted);
        this.totalsOf(toMs).add(counted);
      }
      classifier.forgetBefore(cut.get(partition) ?? 0);
    }
    this.settling.push({ fromMs, published });
    return verdict;
  }

  /**
   * The next cycle to close: while none has closed, the first that an entry falls in. Undefined when
   * there is nothing to begin with.
   */
  next(): Window | undefined {
    const open = this.closed.firstOpen();
    if (open !== undefined) return open;
    const first = Math.min(...this.totals.keys());
    return first === Infinity ? undefined : this.closed.windowAt(first);
  }

  /** Cycles with entries that have not closed, and the next to close, in order of time. */
  open(): readonly Window[] {
    const lastMs = this.closed.last()?.fromMs ?? -Infinity;
    const starts = new Set([...this.totals.keys()].filter((fromMs) => fromMs > lastMs));
    const next = this.next();
    if (next !== undefined) starts.add(next.fromMs);
    return [...starts].sort((left, right) => left - right).map((ms) => this.closed.windowAt(ms));
  }

  figures(cycleMs: EpochMs): CycleFigures {
    return figuresOf(this.totals.get(cycleMs) ?? new Totals(), this.flows, cycleMs);
  }

  /** There is nothing more to be counted before that offset. */
  reach(partition: number, offset: number): void {
    this.positions.set(partition, Math.max(offset, this.position(partition)));
  }

  /**
   * The next cycle as it closes with all that has been counted up to now. Undefined while another instance
   * has counted more: what it has seen may be of this cycle too.
   * @throws Unbalanced
   */
  compose(window: Window, closedAtMs: EpochMs): ClosedCycle | undefined {
    if (!this.hasReached(this.closed.last()?.cut ?? new Map())) return undefined;
    const figures = this.figures(window.fromMs);
    requireBalanced(figures);
    const previousHash = this.closed.last()?.cycle.hash ?? null;
    return closedCycleOf({ window, figures, cut: this.cut(), previousHash, closedAtMs });
  }

  /** The offset before which all is counted. */
  position(partition: number): number {
    return this.positions.get(partition) ?? 0;
  }

  /** Of each partition its {@link position}. */
  cut(): Cut {
    return new Map([...this.positions].sort(([left], [right]) => left - right));
  }

  /** Cycles that have closed and that this instance has now counted to their end: each is told once. */
  settled(): readonly Settled[] {
    const done = this.settling.filter(({ published }) => this.hasReached(cutOf(published)));
    this.settling = this.settling.filter((one) => !done.includes(one));
    return done.map(({ fromMs, published }) => {
      const counted = this.figures(fromMs);
      this.totals.delete(fromMs);
      return { published, counted };
    });
  }

  /** How many entries are remembered, and how many of them in files. */
  get remembered(): { readonly entries: number; readonly inFiles: number } {
    let [entries, inFiles] = [0, 0];
    for (const { memory } of this.classifiers.values()) {
      entries += memory.size;
      inFiles += memory.sizeInFiles;
    }
    return { entries, inFiles };
  }

  /** Nothing more is taken or closed; what has been counted can still be asked for. */
  end(): void {
    for (const { memory } of this.classifiers.values()) memory.close();
  }

  private hasReached(cut: Cut): boolean {
    return [...cut].every(([partition, offset]) => this.position(partition) >= offset);
  }

  private isCounting(cycleMs: EpochMs): boolean {
    const last = this.closed.last();
    return (
      last === undefined ||
      cycleMs >= last.toMs ||
      this.settling.some(({ fromMs }) => fromMs === cycleMs)
    );
  }

  private totalsOf(cycleMs: EpochMs): Totals {
    const totals = this.totals.get(cycleMs) ?? new Totals();
    this.totals.set(cycleMs, totals);
    return totals;
  }

  /** Entries of cycles before the first one that closes are late: they count in it. */
  private bringForward(firstMs: EpochMs): void {
    for (const [cycleMs, totals] of [...this.totals]) {
      if (cycleMs >= firstMs) continue;
      this.totalsOf(firstMs).addAll(totals);
      this.totals.delete(cycleMs);
    }
  }
}
