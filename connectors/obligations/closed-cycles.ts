/** The cycles that have closed, in order, and in which cycle an entry counts. */
import { cutOf, hashOf, type Cut } from './closing';
import { cycleIdOf, windowAt, type Grid, type Window } from './windows';
import type { ClosedCycle } from '../common/contracts/fee-cycles';
import type { EpochMs } from '../common/runtime';

/** Where an entry stands on the topic, and the transfer's own time. */
export interface Located {
  readonly occurredAtMs: EpochMs;
  readonly partition: number;
  readonly offset: number;
}

/** Cycles by their starts. */
export interface Placement {
  /** The cycle that the entry counts in. */
  readonly cycleMs: EpochMs;
  /** The cycle of the transfer's own time. Another one: the entry is late. */
  readonly originMs: EpochMs;
}

/** The cycles that have closed do not fit the configured length and origin: a person must decide. */
export class CyclesDoNotFit extends Error {
  override readonly name = 'CyclesDoNotFit';
}

interface Closed extends Window {
  readonly cycle: ClosedCycle;
  readonly cut: Cut;
}

export class ClosedCycles {
  private readonly closed: Closed[] = [];
  private readonly byId = new Map<string, ClosedCycle>();
  private readonly wrong = new Set<string>();

  constructor(private readonly grid: Grid) {}

  all(): readonly ClosedCycle[] {
    return this.closed.map(({ cycle }) => cycle);
  }

  find(cycleId: string): ClosedCycle | undefined {
    return this.byId.get(cycleId);
  }

  isWrong({ hash }: Pick<ClosedCycle, 'hash'>): boolean {
    return this.wrong.has(hash);
  }

  last(): Closed | undefined {
    return this.closed.at(-1);
  }

  /**
   * Takes a record of the cycles' topic. Two instances may close the same cycle, so the first record that
   * follows the last one taken stands: all readers see the same order and come to the same result.
   * Returns why another record does not count.
   * @param writtenMs by the broker's clock: were the first to close one whose clock is years ahead, all
   * entries until then would be late.
   * @throws CyclesDoNotFit
   */
  take(cycle: ClosedCycle, writtenMs: EpochMs): 'stands' | 'another-stands' | 'wrong' {
    const last = this.last();
    if (cycle.previousHash !== (last?.cycle.hash ?? null)) return 'another-stands';
    const fromMs = Date.parse(cycle.from);
    const toMs = Date.parse(cycle.to);
    const cut = cutOf(cycle);
    const isRight =
      hashOf(cycle) === cycle.hash &&
      cycle.cycleId === cycleIdOf(fromMs) &&
      fromMs < toMs &&
      toMs <= writtenMs &&
      (last === undefined || (fromMs === last.toMs && isAtLeast(cut, last.cut)));
    if (!isRight) {
      this.wrong.add(cycle.hash);
      return 'wrong';
    }
    if (windowAt(this.grid, toMs).fromMs !== toMs) {
      throw new CyclesDoNotFit(
        `Cycle ${cycle.cycleId} closed until ${cycle.to}, and by FEE_CYCLE_LENGTH and FEE_CYCLE_ORIGIN ` +
          'no cycle begins then: choose them so that one does',
      );
    }
    this.closed.push({ cycle, fromMs, toMs, cut });
    this.byId.set(cycle.cycleId, cycle);
    return 'stands';
  }

  /** Windows that have closed stay as they were when the configured length changes. */
  windowAt(timeMs: EpochMs): Window {
    const index = this.firstEndingAfter(timeMs);
    const closed = this.closed[index];
    return closed !== undefined && closed.fromMs <= timeMs ? closed : windowAt(this.grid, timeMs);
  }

  /** The first cycle that takes entries: undefined when none has closed yet. */
  firstOpen(): Window | undefined {
    const last = this.last();
    return last && windowAt(this.grid, last.toMs);
  }

  /**
   * The cycle of the transfer's own time, or the first after it that counts the entry: one that has closed
   * and has the entry before its cut, or else the first that takes entries. So it depends on nothing but
   * the entry and the cycles that have closed.
   */
  place({ occurredAtMs, partition, offset }: Located): Placement {
    const originMs = this.windowAt(occurredAtMs).fromMs;
    const last = this.last();
    if (last === undefined || occurredAtMs >= last.toMs) return { cycleMs: originMs, originMs };
    if (offset >= (last.cut.get(partition) ?? 0)) return { cycleMs: last.toMs, originMs };
    const first = this.firstEndingAfter(occurredAtMs);
    const index = firstIndex(first, this.closed.length, (one) => {
      const cut = this.closed[one]?.cut.get(partition) ?? 0;
      return offset < cut;
    });
    return { cycleMs: this.closed[index]?.fromMs ?? last.toMs, originMs };
  }

  /** Where to begin to read: what lies before had been written before that time. */
  cutBefore(timeMs: EpochMs): Cut {
    const end = firstIndex(0, this.closed.length, (one) => {
      const closedAt = this.closed[one]?.cycle.closedAt;
      return closedAt === undefined || Date.parse(closedAt) > timeMs;
    });
    return this.closed[end - 1]?.cut ?? new Map();
  }

  private firstEndingAfter(timeMs: EpochMs): number {
    return firstIndex(0, this.closed.length, (one) => {
      const toMs = this.closed[one]?.toMs ?? Infinity;
      return timeMs < toMs;
    });
  }
}

function isAtLeast(cut: Cut, before: Cut): boolean {
  return [...before].every(([partition, offset]) => (cut.get(partition) ?? 0) >= offset);
}

/** The first index in [from, to) that satisfies, where all after it do too; `to` when none does. */
function firstIndex(from: number, to: number, satisfies: (index: number) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (satisfies(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
