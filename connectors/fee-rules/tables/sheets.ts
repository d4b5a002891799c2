/** The tables of the user interface as they stand in a workbook: rows of cells under headings. */
import { problemAt, type CellPlace, type Problem } from '../language/problems';

/** What is no text was changed by the spreadsheet: 0.6% became 0.006. */
export type Cell = string | { readonly number: number } | { readonly other: string };

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
}

interface Found {
  readonly tables: Tables;
  readonly problems: readonly Problem[];
}

/** Tables are known by their headings, wherever in the workbook they stand. */
export function findTables(sheets: readonly Sheet[]): Found {
  const tables = {
    conditions: [] as Row<'conditions'>[],
    statements: [] as Row<'statements'>[],
    annotations: [] as Row<'annotations'>[],
  };
  const problems: Problem[] = [];
  for (const { name, rows } of sheets) {
    let kind: TableKind | undefined;
    for (const [index, cells] of rows.entries()) {
      if (cells.every((cell) => cell === '')) continue;
      const headed = kindOf(cells);
      if (headed !== undefined) {
        kind = headed;
        continue;
      }
      const place = { sheet: name, row: index + 1, column: 1 };
      if (kind === undefined) {
        problems.push(problemAt(place, 'no-heading', ...noHeading()));
        break;
      }
      const { length } = headings[kind];
      if (cells.slice(length).some((cell) => cell !== '')) {
        const wide = { ...place, column: length + 1 };
        const message = `The table ${kind} has ${length} columns; here stands more`;
        problems.push(problemAt(wide, 'too-wide', message, 'Remove what stands to the right.'));
      }
      // Soundness: the headings of a kind make the keys of its rows.
      (tables[kind] as unknown[]).push(toRow(kind, cells, place));
    }
  }
  return { tables, problems };
}

function noHeading(): readonly [string, string] {
  const kinds = Object.values(headings).map((columns) => columns.join(' | '));
  return [
    'This row stands under no heading',
    `The first row of a table is one of: ${kinds.join('; ')}.`,
  ];
}

function kindOf(cells: readonly Cell[]): TableKind | undefined {
  const texts = cells.map((cell) => (typeof cell === 'string' ? cell.trim().toLowerCase() : '#'));
  const written = texts.join('|').replace(/\|+$/, '');
  const kinds = Object.keys(headings) as TableKind[];
  return kinds.find((kind) => headings[kind].join('|').toLowerCase() === written);
}

function toRow(kind: TableKind, cells: readonly Cell[], place: CellPlace): object {
  return Object.fromEntries(
    headings[kind].map((heading, index) => [
      heading,
      { cell: cells[index] ?? '', place: { ...place, column: index + 1 } },
    ]),
  );
}
