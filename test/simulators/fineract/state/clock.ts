/** Milliseconds since 1970 (UTC). Passed in, so that tests own the time. */
export type Clock = () => number;

/** [year, month, day], as Fineract writes dates. */
export type DateParts = readonly [number, number, number];

interface LocalTime {
  readonly date: string;
  readonly time: string;
  readonly offset: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timezone: string): Intl.DateTimeFormat {
  let format = formats.get(timezone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: timezone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'longOffset',
    });
    formats.set(timezone, format);
  }
  return format;
}

function localTime(millis: number, timezone: string): LocalTime {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const part of formatFor(timezone).formatToParts(millis)) parts[part.type] = part.value;
  const offset = (parts.timeZoneName ?? 'GMT').replace('GMT', '').replace(':', '');
  return {
    date: `${parts.year}-${parts.month}-${parts.day}`,
    time: `${parts.hour}:${parts.minute}:${parts.second}`,
    offset: offset === '' ? '+0000' : offset,
  };
}

/** `2026-11-21T16:17:54+0530`: Fineract's completedTimestamp. */
export function localTimestamp(millis: number, timezone: string): string {
  const local = localTime(millis, timezone);
  return `${local.date}T${local.time}${local.offset}`;
}

/** `2026-11-21` */
export function localDate(millis: number, timezone: string): string {
  return localTime(millis, timezone).date;
}

export function localOffset(millis: number, timezone: string): string {
  return localTime(millis, timezone).offset;
}

export function dateParts(date: string): DateParts {
  const [year, month, day] = date.split('-').map(Number);
  return [year ?? 0, month ?? 0, day ?? 0];
}
