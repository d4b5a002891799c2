/** When a payment's story is read anew by itself. Pure. */
import type { Story } from '../../api/types';

/** Each look is written to the audit: seldom, while something may still happen, and more seldom of what stands for long. */
const underWayMs = 15_000;
const standingMs = 60_000;
const recentMs = 10 * 60_000;
/** For so long after a payment's end there may be more to tell. */
const lateForMs = 60_000;

export function againAfterMs(
  story: Pick<Story, 'sides'> | undefined,
  nowMs: number,
): number | false {
  if (story === undefined) return false;
  const sinceMs = nowMs - changedMs(story);
  // Another side may be told of later: the payee's, or fees that are made up for.
  if (hasEnded(story)) return sinceMs < lateForMs ? underWayMs : false;
  return sinceMs < recentMs ? underWayMs : standingMs;
}

/** What the engine did and what was said come to the index on ways of their own: seconds after the story, or before. */
const behindMs = 5_000;
const behindForMs = 30_000;

/** For so long there may be more of elements and messages than was read; false: all has come. */
export function restAgainAfterMs(storyChangedMs: number, nowMs: number): number | false {
  return nowMs - storyChangedMs < behindForMs ? behindMs : false;
}

/** When anything of it has changed last. */
export const changedMs = ({ sides }: Pick<Story, 'sides'>): number =>
  Math.max(...sides.map(({ updatedAt }) => Date.parse(updatedAt)));

const hasEnded = ({ sides }: Pick<Story, 'sides'>): boolean =>
  sides.every(({ endedAt, standsStill }) => endedAt !== undefined && !standsStill);
