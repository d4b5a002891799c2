/** Lines of a diagram: from corner to corner, level or upright. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Line = readonly Point[];

/** One after the other; where two do not meet, level first, then upright. */
export function joinLines(...lines: readonly Line[]): Point[] {
  const cornered: Point[] = [];
  for (const point of lines.flat()) {
    const last = cornered.at(-1);
    if (last && last.x !== point.x && last.y !== point.y) cornered.push({ x: point.x, y: last.y });
    cornered.push(point);
  }
  return withoutNeedless(cornered);
}

/** Points on the way between their neighbours draw nothing. */
function withoutNeedless(line: Line): Point[] {
  const kept: Point[] = [];
  for (const point of line) {
    while (isNeedless(kept.at(-2), kept.at(-1), point)) kept.pop();
    const last = kept.at(-1);
    if (last?.x !== point.x || last.y !== point.y) kept.push(point);
  }
  return kept;
}

function isNeedless(before: Point | undefined, here: Point | undefined, next: Point): boolean {
  if (!before || !here) return false;
  const isUpright = before.x === here.x && here.x === next.x;
  const isLevel = before.y === here.y && here.y === next.y;
  return isUpright || isLevel;
}
