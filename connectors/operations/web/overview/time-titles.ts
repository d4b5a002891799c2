/** How hours, days and months are called. */
import { locales } from '../words/languages';
import type { Preferences } from '../words/preferences';
import type { Bucket, BucketOfTime } from './range';

const forms: Readonly<Record<Bucket, Intl.DateTimeFormatOptions>> = {
  hour: {
    ...{ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
    ...{ hourCycle: 'h23', timeZoneName: 'short' },
  },
  day: { day: 'numeric', month: 'short', year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
};

const shortForms: Readonly<Record<Bucket, Intl.DateTimeFormatOptions>> = {
  hour: { day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { day: 'numeric', month: 'short' },
  month: { month: 'short', year: 'numeric' },
};

type Told = Pick<BucketOfTime, 'from'>;
type Read = Pick<Preferences, 'language' | 'zone'>;

/** Days and months are those of UTC whatever zone is preferred: an hour is the same in most of them. */
export function titleOfTime(time: Told, bucket: Bucket, read: Read): string {
  return formatted(time, bucket, read, forms[bucket]);
}

/** Of an axis. */
export function tickOfTime(time: Told, bucket: Bucket, read: Read): string {
  return formatted(time, bucket, read, shortForms[bucket]);
}

function formatted(
  { from }: Told,
  bucket: Bucket,
  { language, zone }: Read,
  form: Intl.DateTimeFormatOptions,
): string {
  const isUtc = bucket !== 'hour' || zone === 'utc';
  const options = { ...form, ...(isUtc && { timeZone: 'UTC' }) };
  return new Intl.DateTimeFormat(locales[language], options).format(Date.parse(from));
}
