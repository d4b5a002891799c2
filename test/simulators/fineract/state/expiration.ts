import { invalid, Unmapped } from './errors';
import { text, type JsonObject } from './fields';

/** A local date and time: Fineract ignores the zone. */
export interface Expiration {
  readonly date: string;
  /** `10:00:00` */
  readonly time: string;
}

const isoLocal = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})\.\d{3}$/;
const isoPattern = "yyyy-MM-dd'T'HH:mm:ss.SSS[-HH:MM]";

export function readExpiration(body: JsonObject): Expiration | undefined {
  const value = text(body, 'expiration');
  const locale = text(body, 'locale');
  if (value === undefined) return undefined;
  if (locale !== undefined) return readByPattern(value, locale, text(body, 'dateFormat'));
  const match = isoLocal.exec(value);
  if (match?.[1] === undefined || match[2] === undefined) throw wrongFormat(isoPattern, 'en_US');
  return { date: match[1], time: match[2] };
}

const fieldPatterns: Readonly<Record<string, string>> = {
  yyyy: '(?<year>\\d{4})',
  MM: '(?<month>\\d{2})',
  dd: '(?<day>\\d{2})',
  HH: '(?<hour>\\d{2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  SSS: '\\d{3}',
  X: '(?:Z|[+-]\\d{2})',
};

/** The parts of Java's DateTimeFormatter patterns that senders use. */
function readByPattern(value: string, locale: string, pattern: string | undefined): Expiration {
  if (pattern === undefined) throw new Unmapped('java.lang.IllegalArgumentException: dateFormat');
  const expression = pattern.replace(
    /'([^']*)'|yyyy|SSS|MM|dd|HH|mm|ss|X|[^\w]/g,
    (part, quoted: string | undefined) => {
      return quoted ?? fieldPatterns[part] ?? part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    },
  );
  const found = new RegExp(`^${expression}$`).exec(value)?.groups;
  if (found?.['year'] === undefined) throw wrongFormat(pattern, locale);
  const { year, month = '01', day = '01', hour = '00', minute = '00', second = '00' } = found;
  return { date: `${year}-${month}-${day}`, time: `${hour}:${minute}:${second}` };
}

function wrongFormat(pattern: string, locale: string): Error {
  const message = `The parameter \`expiration\` is invalid based on the dateFormat: \`${pattern}\` and locale: \`${locale}\` provided:`;
  return invalid([
    {
      code: 'validation.msg.invalid.dateFormat.format',
      parameter: 'expiration',
      message,
      args: [undefined, pattern],
    },
  ]);
}
