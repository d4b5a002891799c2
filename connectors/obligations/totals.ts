/** What has been counted in one cycle: entries and sums by the cycle of their own time and by flow. */
import type { Counted } from './counted';
import type { EpochMs } from '../common/runtime';

export interface Total {
  readonly entries: number;
  readonly minorUnits: bigint;
}

export class Totals {
  private readonly byOrigin = new Map<EpochMs, Map<number, Total>>();

  add({ originMs, flow, minorUnits }: Counted): void {
    this.change(originMs, flow, { entries: 1, minorUnits });
  }

  remove({ originMs, flow, minorUnits }: Counted): void {
    this.change(originMs, flow, { entries: -1, minorUnits: -minorUnits });
  }

  addAll(other: Totals): void {
    for (const { originMs, flow, total } of other.list()) this.change(originMs, flow, total);
  }

  *list(): Iterable<{ originMs: EpochMs; flow: number; total: Total }> {
    for (const [originMs, flows] of this.byOrigin) {
      for (const [flow, total] of flows) yield { originMs, flow, total };
    }
  }

  get entries(): number {
    let entries = 0;
    for (const { total } of this.list()) entries += total.entries;
    return entries;
  }

  private change(originMs: EpochMs, flow: number, by: Total): void {
    const flows = this.byOrigin.get(originMs) ?? new Map<number, Total>();
    this.byOrigin.set(originMs, flows);
    const before = flows.get(flow) ?? { entries: 0, minorUnits: 0n };
    const entries = before.entries + by.entries;
    // So that totals do not depend on what was there for a while.
    if (entries === 0) flows.delete(flow);
    else flows.set(flow, { entries, minorUnits: before.minorUnits + by.minorUnits });
  }
}
