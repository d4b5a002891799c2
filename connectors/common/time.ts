import type { EpochMs } from './runtime';

const dateTimePattern =
  /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?(?:\[[^\]]+\])?$/;

/**
 * Reads what peers and engines call a date and time: ISO 8601; Zeebe's FEEL `now()` with nanoseconds and
 * a zone name in brackets; a Mojaloop switch's `2026-11-21 09:05:15.000`, which means UTC.
 * Digits below the millisecond are cut off. Undefined for anything else.
 */
export function parseDateTime(text: string): EpochMs | undefined {
  const match = dateTimePattern.exec(text);
  if (match === null) return undefined;
  const [, date, minutes, seconds = '00', fraction = '', offset = 'Z'] = match;
  const milliseconds = fraction.padEnd(3, '0').slice(0, 3);
  const zone = offset.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  const epochMs = Date.parse(`${date}T${minutes}:${seconds}.${milliseconds}${zone}`);
  return Number.isNaN(epochMs) ? undefined : epochMs;
}

/** FSPIOP 7.2.14 DateTime: always three fractional digits, always UTC. */
export function formatDateTime(epochMs: EpochMs): string {
  return new Date(epochMs).toISOString();
}

const latestReadable = Date.UTC(9999, 11, 31);

/**
 * The same instant such as FEEL can read it: in UTC, for FSPIOP allows offsets up to 19:59 and FEEL reads
 * none above 18:00. Undefined for no date and time, and for one after the year 9999.
 */
export function readableDateTime(text: string): string | undefined {
  const epochMs = parseDateTime(text);
  if (epochMs === undefined || epochMs > latestReadable) return undefined;
  return formatDateTime(epochMs);
}

/** What FEEL's `duration()` reads too: whole days, or hours, minutes and seconds. */
export const durationPattern = /^P(?:(\d+)D|T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)$/;

/** Throws a RangeError for what {@link durationPattern} does not fit. */
export function durationMs(duration: string): number {
  const match = durationPattern.exec(duration);
  if (match === null) throw new RangeError(`${duration} is not a duration such as PT30S`);
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((one) => Number(one || 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}

/** What FEEL's `duration()` reads, to the millisecond; backwards where it is negative. */
export function feelDuration(durationMs: number): string {
  const seconds = Math.abs(Math.round(durationMs)) / 1_000;
  return `${durationMs < 0 ? '-' : ''}PT${seconds}S`;
}
