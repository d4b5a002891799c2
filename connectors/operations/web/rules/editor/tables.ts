/** The three tables as somebody edits them: rows below their headings, all of the same length. */
import type { SentTables } from '../api';

/** As the requirement calls them. */
export const headings = {
  conditions: ['Name', 'Variable', 'Test', 'Value'],
  statements: ['Name', 'Connector', 'Test', 'Item', 'Reference', 'Value'],
  annotations: ['Name', 'Annotation', 'Value'],
} as const;
export type TableKind = keyof typeof headings;
export const tableKinds = ['conditions', 'statements', 'annotations'] as const;

/** What the server calls the sheets. */
export const sheetNames: Readonly<Record<TableKind, string>> = {
  conditions: 'Conditions',
  statements: 'Statements',
  annotations: 'Annotations',
};

export type Row = readonly string[];
export type Tables = Readonly<Record<TableKind, readonly Row[]>>;

export const noTables: Tables = { conditions: [], statements: [], annotations: [] };

export function emptyRow(kind: TableKind): Row {
  return headings[kind].map(() => '');
}

export function isEmptyRow(row: Row): boolean {
  return row.every((cell) => cell.trim() === '');
}

/** Rows of full length, without the empty ones at the end. */
export function trimmed(kind: TableKind, rows: readonly Row[]): readonly Row[] {
  const last = rows.findLastIndex((row) => !isEmptyRow(row));
  return rows.slice(0, last + 1).map((row) => headings[kind].map((_, at) => row[at] ?? ''));
}

export function tablesOf(sent: SentTables): Tables {
  return {
    conditions: trimmed('conditions', sent.conditions),
    statements: trimmed('statements', sent.statements),
    annotations: trimmed('annotations', sent.annotations),
  };
}

export function toSend(tables: Tables): SentTables {
  const rowsOf = (kind: TableKind) => trimmed(kind, tables[kind]).map((row) => [...row]);
  return {
    conditions: rowsOf('conditions'),
    statements: rowsOf('statements'),
    annotations: rowsOf('annotations'),
  };
}

/** Some empty rows stand at the end, to be typed into. */
const spareRows = 3;

export function withSpareRows(kind: TableKind, rows: readonly Row[]): readonly Row[] {
  const used = rows.findLastIndex((row) => !isEmptyRow(row)) + 1;
  const missing = Math.max(0, used + spareRows - rows.length);
  if (missing === 0) return rows;
  return [...rows, ...Array.from({ length: missing }, () => emptyRow(kind))];
}
