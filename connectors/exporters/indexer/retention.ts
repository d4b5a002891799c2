/** Indices that are older than they are kept: by the day or month in their names, never by what is in them. */
import type { ElasticsearchDoor } from '../../common/doors/elasticsearch/elasticsearch-door';
import type { Clock, EpochMs, Logger } from '../../common/runtime';
import { messageOf } from '../../common/message-of';

export interface Kept {
  /** `zeebe-record-main_*` */
  readonly pattern: string;
  readonly forMs: number;
}

/** The first moment after the day or month that an index is of; undefined: it is none of ours. */
export function endOf(index: string): EpochMs | undefined {
  const [, year, month, day] = /[_-](\d{4})-(\d\d)(?:-(\d\d))?$/.exec(index) ?? [];
  if (year === undefined || month === undefined) return undefined;
  return day === undefined
    ? Date.UTC(Number(year), Number(month))
    : Date.UTC(Number(year), Number(month) - 1, Number(day) + 1);
}

export function isOver(index: string, forMs: number, nowMs: EpochMs): boolean {
  const endMs = endOf(index);
  return endMs !== undefined && endMs + forMs <= nowMs;
}

const everyMs = 3_600_000;

/** At once and every hour, until it is told to end. What fails is tried again with the next. */
export async function deleteOldIndices(
  { door, clock, log }: { door: ElasticsearchDoor; clock: Clock; log: Logger },
  kept: readonly Kept[],
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    for (const { pattern, forMs } of kept) {
      try {
        const old = (await door.listIndices(pattern)).filter((index) =>
          isOver(index, forMs, clock.now()),
        );
        await door.deleteIndices(old);
        if (old.length > 0) log.info({ indices: old }, 'indices past their retention are deleted');
      } catch (error) {
        log.warn({ pattern, problem: messageOf(error) }, 'old indices could not be deleted now');
      }
    }
    await clock.sleep(everyMs, signal);
  }
}
