/** Of which time one looks at figures: as the address says it, in days of UTC, as the API counts them. */
import { dayOf } from '../kit/times';

export const presets = ['24h', '7d', '30d', '90d'] as const;
export type Preset = (typeof presets)[number];
export type Bucket = 'hour' | 'day' | 'month';

export interface Range {
  readonly name: Preset | 'own';
  readonly from: string;
  /** Itself no more. */
  readonly to: string;
  readonly bucket: Bucket;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const daysOf: Readonly<Record<Exclude<Preset, '24h'>, number>> = { '7d': 7, '30d': 30, '90d': 90 };

/** What cannot be read is taken for the last 24 hours. */
export function rangeOf(query: URLSearchParams, nowMs: number): Range {
  const own = ownRange(query.get('from'), query.get('until'));
  if (own !== undefined) return own;
  const name = presets.find((one) => one === query.get('range')) ?? '24h';
  if (name === '24h') {
    const toMs = (Math.floor(nowMs / hourMs) + 1) * hourMs;
    return { name, from: text(toMs - dayMs), to: text(toMs), bucket: 'hour' };
  }
  const toMs = (Math.floor(nowMs / dayMs) + 1) * dayMs;
  return { name, from: text(toMs - daysOf[name] * dayMs), to: text(toMs), bucket: 'day' };
}

/** Of each bucket there is a row. */
const ownDaysMax = 3_660;

/** From a day to another, both of them in it; undefined: that is no time to look at. */
export function ownRange(from: string | null, until: string | null): Range | undefined {
  const [fromMs, lastMs] = [dayOf(from ?? ''), dayOf(until ?? '')];
  if (fromMs === undefined || lastMs === undefined || lastMs < fromMs) return undefined;
  const days = (lastMs - fromMs) / dayMs + 1;
  if (days > ownDaysMax) return undefined;
  const bucket = days <= 2 ? 'hour' : days <= 92 ? 'day' : 'month';
  return { name: 'own', from: text(fromMs), to: text(lastMs + dayMs), bucket };
}

const text = (atMs: number) => new Date(atMs).toISOString();

/** The days of a range, as somebody would write them. */
export function daysIn({ from, to }: Range): { readonly from: string; readonly until: string } {
  return { from: from.slice(0, 10), until: text(Date.parse(to) - 1).slice(0, 10) };
}

export interface BucketOfTime {
  /** As the report names it: `2026-11-28T10`, `2026-11-28`, `2026-11`. */
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** Those without a payment too: that there was none is what one wants to see. */
export function bucketsOf({ from, to, bucket }: Range): readonly BucketOfTime[] {
  const found: BucketOfTime[] = [];
  const endMs = Date.parse(to);
  let atMs = Date.parse(from);
  while (atMs < endMs) {
    const nextMs = Math.min(after(atMs, bucket), endMs);
    const letters = { hour: 13, day: 10, month: 7 }[bucket];
    found.push({ name: text(atMs).slice(0, letters), from: text(atMs), to: text(nextMs) });
    atMs = nextMs;
  }
  return found;
}

function after(atMs: number, bucket: Bucket): number {
  if (bucket === 'hour') return (Math.floor(atMs / hourMs) + 1) * hourMs;
  if (bucket === 'day') return (Math.floor(atMs / dayMs) + 1) * dayMs;
  const at = new Date(atMs);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1);
}
