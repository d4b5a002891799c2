/** Where problems are shown: at their cells and at their lines. */
import type { RuleProblem } from '../api';
import { sheetNames, tableKinds, type TableKind } from './tables';

export interface CellAt {
  readonly table: TableKind;
  /** Counted from 0, below the heading. */
  readonly row: number;
  readonly column: number;
}

/** Undefined for what is in no cell of ours, such as a heading of somebody's workbook. */
export function cellOf({ sheet, row, column }: RuleProblem): CellAt | undefined {
  const table = tableKinds.find((kind) => sheetNames[kind] === sheet);
  if (table === undefined || row === undefined || column === undefined) return undefined;
  return { table, row: Math.max(0, row - 2), column: column - 1 };
}

/** `B7`, as spreadsheets call it: the heading is row 1. */
export function addressOf({ row, column }: Pick<CellAt, 'row' | 'column'>): string {
  return `${String.fromCharCode(65 + column)}${String(row + 2)}`;
}

/** By table, row and column: the worst of a cell first. */
export type CellMarks = ReadonlyMap<string, readonly RuleProblem[]>;

export function markKey({ table, row, column }: CellAt): string {
  return `${table} ${String(row)} ${String(column)}`;
}

export function cellMarks(problems: readonly RuleProblem[]): CellMarks {
  const marks = new Map<string, RuleProblem[]>();
  for (const problem of problems) {
    const cell = cellOf(problem);
    if (cell === undefined) continue;
    const key = markKey(cell);
    marks.set(key, [...(marks.get(key) ?? []), problem].sort(bySeverity));
  }
  return marks;
}

export function lineMarks(problems: readonly RuleProblem[]): ReadonlyMap<number, RuleProblem> {
  const marks = new Map<number, RuleProblem>();
  for (const problem of [...problems].sort(bySeverity)) {
    if (problem.line !== undefined && !marks.has(problem.line)) marks.set(problem.line, problem);
  }
  return marks;
}

function bySeverity(one: RuleProblem, other: RuleProblem): number {
  return Number(one.severity === 'warning') - Number(other.severity === 'warning');
}

/** Of a line, in the text as a textarea counts it. */
export function rangeOf(
  text: string,
  { line = 1, column = 1, endColumn = column }: RuleProblem,
): readonly [start: number, end: number] {
  const lines = text.split('\n');
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const limit = before + (lines[line - 1]?.length ?? 0);
  const within = (at: number) => Math.min(before + at - 1, limit);
  return [within(column), within(Math.max(endColumn, column))];
}
