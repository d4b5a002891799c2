import type { EpochMs } from '../../common/runtime';

/** RFC 9110 5.6.7; undefined for none, and for what is no date. */
export function parseHttpDate(text: string | undefined): EpochMs | undefined {
  const epochMs = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(epochMs) ? undefined : epochMs;
}

/** As a header Date says it: the rest of the second is cut off. */
export function wholeSeconds(epochMs: EpochMs): EpochMs {
  return Math.floor(epochMs / 1_000) * 1_000;
}
