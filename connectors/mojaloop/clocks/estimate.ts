/** How far another clock is ahead of ours, as far as its HTTP answers tell. Nothing here reads a clock. */
import type { EpochMs } from '../../common/runtime';

/** In milliseconds; behind is negative. */
export interface Ahead {
  readonly leastMs: number;
  readonly mostMs: number;
}

export interface ClockEstimate extends Ahead {
  /** When it was made, by our clock. */
  readonly at: EpochMs;
}

/** A request and its answer, by our clock; what the answer's header Date says, by the other one. */
export interface Exchange {
  readonly sentAt: EpochMs;
  readonly answeredAt: EpochMs;
  readonly date: EpochMs;
}

/** Date has whole seconds: the rest is cut off (RFC 9110 5.6.7). */
const dateResolutionMs = 1_000;

/** Two quartz clocks that nobody sets drift apart by less than this. */
const driftPerMs = 0.000_1;

export function estimateOf({ sentAt, answeredAt, date }: Exchange): ClockEstimate {
  return { leastMs: date - answeredAt, mostMs: date + dateResolutionMs - sentAt, at: answeredAt };
}

/** What both say. When they contradict one another a clock was set: only the newer one counts then. */
export function refined(known: ClockEstimate | undefined, newer: ClockEstimate): ClockEstimate {
  if (known === undefined) return newer;
  const driftMs = Math.abs(newer.at - known.at) * driftPerMs;
  const leastMs = Math.max(known.leastMs - driftMs, newer.leastMs);
  const mostMs = Math.min(known.mostMs + driftMs, newer.mostMs);
  return leastMs > mostMs ? newer : { leastMs, mostMs, at: newer.at };
}

/** How far the other clock is ahead of a third one, which is ahead of ours by `thirdAheadMs`. */
export function aheadOfThird({ leastMs, mostMs }: Ahead, thirdAheadMs: number): Ahead {
  return { leastMs: leastMs - thirdAheadMs, mostMs: mostMs - thirdAheadMs };
}

/** By how much the clocks differ at the least. */
export function surelyApartMs({ leastMs, mostMs }: Ahead): number {
  return Math.max(0, leastMs, -mostMs);
}

/** The likeliest value; 0 where the clocks may be the same, so that nothing is corrected that is right. */
export function likelyMs(ahead: Ahead): number {
  return surelyApartMs(ahead) === 0 ? 0 : Math.round((ahead.leastMs + ahead.mostMs) / 2);
}
