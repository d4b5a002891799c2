/** Who is on duty when: pure. */
import type { EpochMs } from '../../common/runtime';
import { weekdays, type OnCallSettings, type Shift } from './settings';

type Rota = Pick<OnCallSettings, 'duty' | 'people' | 'timeZone'>;

const dayMinutes = 24 * 60;
const weekMinutes = 7 * dayMinutes;

/** Nobody: the rota has a gap. */
export function onDuty({ duty, people, timeZone }: Rota, nowMs: EpochMs): readonly string[] {
  if (duty === undefined) return Object.keys(people);
  const minute = minuteOfWeek(nowMs, timeZone);
  return [...new Set(duty.filter((shift) => covers(shift, minute)).flatMap((one) => one.people))];
}

/** When nobody is on duty, in words: `tue 20:00 to wed 08:00`. */
export function gapsOf({ duty }: Pick<Rota, 'duty'>): readonly string[] {
  if (duty === undefined) return [];
  const isEmpty = (minute: number) => !duty.some((shift) => covers(shift, minute % weekMinutes));
  const minutes = Array.from({ length: weekMinutes }, (_, minute) => minute);
  const begins = minutes.filter(
    (minute) => isEmpty(minute) && !isEmpty((minute + weekMinutes - 1) % weekMinutes),
  );
  // Without a shift at all the settings are refused, so each gap has an end.
  return begins.map((begin) => {
    let end = begin;
    while (isEmpty(end)) end += 1;
    return `${wordsOf(begin)} to ${wordsOf(end % weekMinutes)}`;
  });
}

function covers({ days, from, to }: Shift, minute: number): boolean {
  const [begin, end] = [minutesOf(from), minutesOf(to)];
  const lengthMinutes = end > begin ? end - begin : end + dayMinutes - begin;
  return days.some((day) => {
    const start = weekdays.indexOf(day) * dayMinutes + begin;
    return (minute - start + weekMinutes) % weekMinutes < lengthMinutes;
  });
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** From Monday 00:00 by the clocks of that zone, whichever time of the year it is. */
function minuteOfWeek(nowMs: EpochMs, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, hourCycle: 'h23', weekday: 'short', hour: '2-digit', minute: '2-digit' },
  });
  const parts = new Map(format.formatToParts(nowMs).map(({ type, value }) => [type, value]));
  const day = weekdays.findIndex((one) => one === parts.get('weekday')?.toLowerCase());
  return day * dayMinutes + Number(parts.get('hour')) * 60 + Number(parts.get('minute'));
}

function wordsOf(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const ofDay = minute % dayMinutes;
  const day = weekdays[Math.floor(minute / dayMinutes)] ?? '';
  return `${day} ${two(Math.floor(ofDay / 60))}:${two(ofDay % 60)}`;
}
