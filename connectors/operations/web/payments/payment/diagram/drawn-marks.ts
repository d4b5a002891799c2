/** From what was executed to what is drawn of it. Pure. */
import type { ElementMark } from '../../../kit/diagram/element-mark';
import { badgeText } from './badges';
import type { Mark } from './execution';

export function drawnMarks(
  marks: readonly Mark[],
  flows: readonly string[],
  words: Parameters<typeof badgeText>[1],
): readonly ElementMark[] {
  return [
    ...marks.map((mark) => drawnMark(mark, badgeText(mark, words))),
    ...[...new Set(flows)].map((elementId) => ({ elementId, markers: ['hub-taken'] })),
  ];
}

function drawnMark({ elementId, state, incidentsOpen }: Mark, text: string): ElementMark {
  const isStill = incidentsOpen > 0;
  return {
    elementId,
    markers: [`hub-${state}`, ...(isStill ? ['hub-incident'] : [])],
    ...(text !== '' && { badge: { text, look: `hub-badge-${isStill ? 'incident' : state}` } }),
  };
}

/** Where it stands still, else where it is, else where it was last. */
export function hereOf(marks: readonly Mark[]): string | undefined {
  const found =
    marks.find(({ incidentsOpen }) => incidentsOpen > 0) ??
    marks.findLast(({ state }) => state === 'active') ??
    marks.at(-1);
  return found?.elementId;
}
