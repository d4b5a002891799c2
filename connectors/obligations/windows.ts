/** Cycles in time: windows of one length, side by side, without end in both directions. */
import type { EpochMs } from '../common/runtime';

/** Both in whole seconds. */
export interface Grid {
  readonly lengthMs: number;
  /** When some window begins. */
  readonly originMs: EpochMs;
}

/** [fromMs, toMs) */
export interface Window {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

export function windowAt({ lengthMs, originMs }: Grid, timeMs: EpochMs): Window {
  const fromMs = originMs + Math.floor((timeMs - originMs) / lengthMs) * lengthMs;
  return { fromMs, toMs: fromMs + lengthMs };
}

/** The start of the window in ISO 8601's basic form, fit for addresses and file names: `20261121T000000Z`. */
export function cycleIdOf(fromMs: EpochMs): string {
  return new Date(fromMs).toISOString().replace(/[-:]|\.000/g, '');
}
