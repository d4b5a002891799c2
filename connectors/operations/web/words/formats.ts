/** Amounts, times and ages as people read them. */
import { locales, type Language } from './languages';
import type { Preferences } from './read-preferences';

export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** In its currency's own form, digits grouped: `TZS 100,000.00`. The decimal text goes through no number of ours. */
export function formatMoney({ amount, currency }: Money, language: Language): string {
  const parts = decimalParts(amount);
  if (parts === undefined || !/^[A-Z]{3}$/.test(currency)) return `${currency} ${amount}`;
  const format = new Intl.NumberFormat(locales[language], {
    style: 'currency',
    currency,
    currencyDisplay: 'code',
    // More than the currency's own digits are shown, never rounded away.
    maximumFractionDigits: Math.max(parts.fraction.length, digitsOf(currency)),
  });
  return format.format(amount as Intl.StringNumericLiteral).replaceAll(' ', ' ');
}

function decimalParts(amount: string): { readonly fraction: string } | undefined {
  const found = /^-?\d{1,18}(?:\.(\d{1,18}))?$/.exec(amount);
  return found === null ? undefined : { fraction: found[1] ?? '' };
}

function digitsOf(currency: string): number {
  const { maximumFractionDigits } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  return maximumFractionDigits ?? 2;
}

export function formatCount(count: number, language: Language): string {
  return new Intl.NumberFormat(locales[language]).format(count);
}

/** @param share 0 to 1 */
export function formatShare(share: number, language: Language): string {
  const format = new Intl.NumberFormat(locales[language], {
    style: 'percent',
    maximumFractionDigits: 1,
  });
  return format.format(share);
}

type Zoned = Pick<Preferences, 'language' | 'zone'>;

function zoneOf(zone: Preferences['zone']): Intl.DateTimeFormatOptions {
  return zone === 'utc' ? { timeZone: 'UTC' } : {};
}

/** Day and time to the second, with its zone, in one word each: `28 Nov 2026, 23:00:39 GMT+3`. */
export function formatInstant(atMs: number, { language, zone }: Zoned): string {
  return new Intl.DateTimeFormat(locales[language], {
    ...zoneOf(zone),
    dateStyle: undefined,
    ...{ day: 'numeric', month: 'short', year: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
    timeZoneName: 'short',
  })
    .format(atMs)
    .replace(/(?<=[A-Z]) (?=[+-]\d)/, '');
}

/** Time of day alone. */
export function formatTimeOfDay(atMs: number, { language, zone }: Zoned): string {
  return new Intl.DateTimeFormat(locales[language], {
    ...zoneOf(zone),
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  }).format(atMs);
}

/** The two largest units: `2 d 3 h`, `4 min 5 s`. */
export function formatAge(ageMs: number): string {
  const seconds = Math.max(0, Math.floor(ageMs / 1_000));
  const units: readonly (readonly [number, string])[] = [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'min'],
    [1, 's'],
  ];
  const at = units.findIndex(([size]) => seconds >= size);
  if (at === -1) return '0 s';
  let left = seconds;
  return units
    .slice(at, at + 2)
    .map(([size, name]) => {
      const count = Math.floor(left / size);
      left -= count * size;
      return count > 0 ? `${String(count)} ${name}` : '';
    })
    .filter((part) => part !== '')
    .join(' ');
}

/** Under a second told in ms, above as an age. */
export function formatDuration(durationMs: number): string {
  return durationMs < 1_000 ? `${String(Math.round(durationMs))} ms` : formatAge(durationMs);
}
