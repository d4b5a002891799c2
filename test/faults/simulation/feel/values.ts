/** Dates and durations as the engine's FEEL has them. All else is JSON. */
import { parseDateTime } from '../../../../connectors/common/time';

export class DateTime {
  constructor(readonly epochMs: number) {}

  /** As Java writes it: no seconds where there are none. */
  toJSON(): string {
    const text = new Date(this.epochMs).toISOString();
    if (this.epochMs % 60_000 === 0) return `${text.slice(0, 16)}Z`;
    return this.epochMs % 1_000 === 0 ? `${text.slice(0, 19)}Z` : text;
  }
}

/** Of days and time: the diagrams use no other. */
export class Duration {
  constructor(readonly ms: number) {}

  /** As Java writes it: days as hours. */
  toJSON(): string {
    if (this.ms === 0) return 'PT0S';
    const whole = Math.trunc(this.ms / 60_000);
    const [hours, minutes] = [Math.trunc(whole / 60), whole % 60];
    const secondMs = this.ms - whole * 60_000;
    const seconds = secondMs === 0 ? '' : `${secondMs / 1_000}S`;
    return `PT${hours === 0 ? '' : `${hours}H`}${minutes === 0 ? '' : `${minutes}M`}${seconds}`;
  }
}

export type Value =
  | null
  | boolean
  | number
  | string
  | DateTime
  | Duration
  | readonly Value[]
  | { readonly [name: string]: Value };

const durationPattern = /^(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

export function readDuration(text: string): Duration | null {
  const match = durationPattern.exec(text);
  // Some of the parts may be missing, not all.
  if (match === null || !/\d/.test(text)) return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(2)
    .map((part: string | undefined) => Number(part ?? 0));
  const ms = Math.round((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000);
  return new Duration(match[1] === '-' ? -ms : ms);
}

export function readDateTime(text: string): DateTime | null {
  const epochMs = parseDateTime(text);
  return epochMs === undefined ? null : new DateTime(epochMs);
}

export function isContext(value: Value): value is { readonly [name: string]: Value } {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof DateTime) &&
    !(value instanceof Duration)
  );
}
