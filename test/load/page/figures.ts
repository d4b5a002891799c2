/** What was measured, beside what is wanted. */

export interface Figure {
  readonly what: string;
  /** `< 500 ms`; empty where nothing is wanted. */
  readonly wanted: string;
  readonly seen: string;
  /** Undefined where nothing is wanted. */
  readonly isReached?: boolean;
}

export const percentile = (values: readonly number[], part: number): number =>
  values.toSorted((left, right) => left - right)[Math.ceil((values.length - 1) * part)] ?? NaN;

/** @param p50MaxMs what half of them may take */
export function tookFigure(what: string, tookMs: readonly number[], p50MaxMs: number): Figure {
  const [p50, p99] = [percentile(tookMs, 0.5), percentile(tookMs, 0.99)];
  return {
    ...{ what, wanted: `p50 < ${p50MaxMs} ms` },
    seen: `p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms of ${tookMs.length}`,
    isReached: p50 < p50MaxMs,
  };
}

export function tableOf(figures: readonly Figure[]): string {
  const rows = [
    ['', 'wanted', 'seen', ''],
    ...figures.map(({ what, wanted, seen, isReached }) => [
      ...[what, wanted, seen],
      isReached === undefined ? '' : isReached ? 'yes' : 'NO',
    ]),
  ];
  const widths = [0, 1, 2].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  '))
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');
}

/** Of a straight line through the points, per unit of x. */
export function slopeOf(points: readonly (readonly [number, number])[]): number {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, one) => sum + one, 0) / values.length;
  const [xMean, yMean] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const over = points.reduce((sum, [x, y]) => sum + (x - xMean) * (y - yMean), 0);
  const under = points.reduce((sum, [x]) => sum + (x - xMean) ** 2, 0);
  return under === 0 ? 0 : over / under;
}
