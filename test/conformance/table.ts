import type { Played, Verdict } from './results';

export interface Row {
  readonly played: Played;
  readonly verdict: Verdict;
}

/** A Markdown table, a line a suite and a column a version; then what was not passed and why. */
export function markdownOf(rows: readonly Row[]): string {
  const columns = [...new Set(rows.map(({ played }) => columnOf(played)))];
  const suites = [...new Map(rows.map(({ played: { suite } }) => [suite.name, suite])).values()];
  const cell = (suite: string, column: string) => {
    const row = rows.find(
      ({ played }) => played.suite.name === suite && columnOf(played) === column,
    );
    return row === undefined ? '' : `${row.verdict.passed} / ${row.verdict.total}`;
  };
  const lines = suites.map(({ name, toolkitIs }) => [
    toolkitIs,
    name,
    ...columns.map((column) => cell(name, column)),
  ]);
  const sums = columns.map((column) => {
    const ofColumn = rows.filter(({ played }) => columnOf(played) === column);
    const sum = (key: 'passed' | 'total') =>
      ofColumn.reduce((total, { verdict }) => total + verdict[key], 0);
    return `${sum('passed')} / ${sum('total')}`;
  });
  return [
    line(['The toolkit is', 'Suite', ...columns]),
    line(['---', '---', ...columns.map(() => '---:')]),
    ...lines.map(line),
    line(['', 'all', ...sums]),
    '',
    ...explanationsOf(rows, columns),
  ].join('\n');
}

/** `1.1`, `1.1 signed` */
export const columnOf = ({ version, signatures }: Pick<Played, 'version' | 'signatures'>) =>
  `${version}${signatures ? ' signed' : ''}`;
const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/** By reason: how many assertions were not passed for it, and in which columns if not in all. */
function explanationsOf(rows: readonly Row[], columns: readonly string[]): string[] {
  const reasons = new Map<string, { assertions: Set<string>; columns: Set<string> }>();
  for (const { played, verdict } of rows) {
    for (const { reason, assertion } of verdict.explained) {
      const known = reasons.get(reason) ?? { assertions: new Set(), columns: new Set() };
      known.assertions.add(assertion.name);
      known.columns.add(columnOf(played));
      reasons.set(reason, known);
    }
  }
  if (reasons.size === 0) return ['Nothing was not passed.'];
  const lines = [...reasons].map(([reason, { assertions, columns: where }]) => {
    const only = where.size === columns.length ? '' : ` (${[...where].join(', ')})`;
    return `- ${assertions.size}${only}: ${reason}`;
  });
  return ['Not passed, in every column where none is named:', '', ...lines];
}
