/** The tables of the user interface as they stand in a workbook: rows of cells under headings. */
import type { CellPlace } from '../language/problems';
import { foldBlanks } from '../language/tokens';

/** What cannot be read is not empty: what stood there would have changed who is charged. */
export type Cell = string | { readonly unreadable: string; readonly hint: string };

export interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly Cell[])[];
}

export const headings = {
  conditions: ['Name', 'Variable', 'Test', 'Value'],
  statements: ['Name', 'Connector', 'Test', 'Item', 'Reference', 'Value'],
  annotations: ['Name', 'Annotation', 'Value'],
} as const;
export type TableKind = keyof typeof headings;
type Heading<Kind extends TableKind> = (typeof headings)[Kind][number];
export const tableKinds = Object.keys(headings) as TableKind[];

/** What we call the sheets that we write. */
export const sheetNames: Readonly<Record<TableKind, string>> = {
  conditions: 'Conditions',
  statements: 'Statements',
  annotations: 'Annotations',
};

/** Pairs of columns in the requirement's first table, which says what the words of the others stand for. */
export const enumerationHeadings = {
  fields: ['Transaction', 'Transaction Reference'],
  results: ['Result', 'Result Item'],
  tests: ['Test', 'Test symbol'],
} as const;
export type EnumerationKind = keyof typeof enumerationHeadings;
const enumerationKinds = Object.keys(enumerationHeadings) as EnumerationKind[];

export interface PlacedCell {
  readonly cell: Cell;
  readonly place: CellPlace;
}

/** A row that is not empty. Empty cells are empty texts. */
export type Row<Kind extends TableKind> = Readonly<Record<Heading<Kind>, PlacedCell>>;

export interface Tables {
  readonly conditions: readonly Row<'conditions'>[];
  readonly statements: readonly Row<'statements'>[];
  readonly annotations: readonly Row<'annotations'>[];
  /** Whole rows, headings among them. */
  readonly enumerations: readonly (readonly PlacedCell[])[];
}

export function isEmpty(cell: Cell): boolean {
  return typeof cell === 'string' && cell.trim() === '';
}

export function headingsIn(cells: readonly Cell[]): readonly string[] {
  return cells.map((cell) => (typeof cell === 'string' ? headingText(cell) : '#'));
}

/** The column in which the heading of such a table begins, counted from 0; -1 when there is none. */
export function columnOf(kind: TableKind, texts: readonly string[]): number {
  return firstColumnOf(headings[kind], texts);
}

export interface EnumerationPair {
  readonly kind: EnumerationKind;
  /** Of the words; what they stand for is beside them. */
  readonly column: number;
}

export function enumerationsIn(texts: readonly string[]): readonly EnumerationPair[] {
  return enumerationKinds.flatMap((kind) => {
    const column = firstColumnOf(enumerationHeadings[kind], texts);
    return column < 0 ? [] : [{ kind, column }];
  });
}

function firstColumnOf(wanted: readonly string[], texts: readonly string[]): number {
  const folded = wanted.map(headingText);
  return texts.findIndex((_, start) =>
    folded.every((heading, index) => texts[start + index] === heading),
  );
}

function headingText(cell: string): string {
  return foldBlanks(cell).toLowerCase();
}
