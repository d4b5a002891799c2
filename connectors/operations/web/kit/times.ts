/** Between instants and what inputs of the browser say of them, which know no zone. Pure. */

/** `own`: of the place where the browser is. */
type Zone = 'own' | 'utc';

const digits = (number: number, count = 2) => String(number).padStart(count, '0');

/** To the minute: `2026-11-28T23:00`. */
export function writeLocal(at: string, zone: Zone): string {
  if (zone === 'utc') return new Date(at).toISOString().slice(0, 16);
  const date = new Date(at);
  const day = [digits(date.getFullYear(), 4), digits(date.getMonth() + 1), digits(date.getDate())];
  return `${day.join('-')}T${digits(date.getHours())}:${digits(date.getMinutes())}`;
}

const whole = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?$/;

/** undefined: nothing, or nothing whole, was typed. */
export function readLocal(text: string, zone: Zone): string | undefined {
  if (!whole.test(text)) return undefined;
  const atMs = Date.parse(zone === 'utc' ? `${text}Z` : text);
  return Number.isNaN(atMs) ? undefined : new Date(atMs).toISOString();
}

/** When a day of UTC begins; undefined: it is none. */
export function dayOf(written: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(written)) return undefined;
  const atMs = Date.parse(`${written}T00:00:00.000Z`);
  if (Number.isNaN(atMs)) return undefined;
  // 31 February is no day, though some would read it as one of March.
  return new Date(atMs).toISOString().startsWith(written) ? atMs : undefined;
}
