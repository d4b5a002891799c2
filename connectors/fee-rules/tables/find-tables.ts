/** Finds the tables in a workbook by their headings, wherever they stand. */
import { storedLanguage, type Language } from '../../common/words/languages';
import { problemAt, type Problem } from '../language/problems';
import {
  columnOf,
  enumerationsIn,
  headings,
  headingsIn,
  isEmpty,
  tableKinds,
  type Cell,
  type PlacedCell,
  type Row,
  type Sheet,
  type TableKind,
  type Tables,
} from './sheets';
import { tableWords, type TableWords } from './table-words';

interface Found {
  readonly tables: Tables;
  readonly problems: readonly Problem[];
}

/** A table that goes on, from the column in which its heading begins. */
interface OpenTable {
  readonly kind: TableKind;
  readonly firstColumn: number;
  /** Columns beside it that have a heading of their own, such as remarks: nobody reads them. */
  readonly besides: ReadonlySet<number>;
}

/** Titles, which stand alone in their row above a heading, are passed over. */
export function findTables(sheets: readonly Sheet[], language: Language = storedLanguage): Found {
  const finder = new Finder(tableWords[language]);
  for (const sheet of sheets) finder.readSheet(sheet);
  return finder;
}

export function headingHint(said: TableWords): string {
  return said.headings(tableKinds.map((kind) => headings[kind].join(' | ')).join('; '));
}

class Finder implements Found {
  readonly tables = {
    conditions: [] as Row<'conditions'>[],
    statements: [] as Row<'statements'>[],
    annotations: [] as Row<'annotations'>[],
    enumerations: [] as PlacedCell[][],
  };
  readonly problems: Problem[] = [];

  constructor(private readonly said: TableWords) {}

  readSheet({ name, rows }: Sheet): void {
    const headingsOfRows = rows.map((cells) =>
      headingIn(cells.map((cell) => readable(cell, this.said))),
    );
    const aboveHeadings = rowsAboveHeadings(rows, headingsOfRows);
    let open: OpenTable | 'enumerations' | undefined;
    for (const [index, cells] of rows.entries()) {
      if (cells.every(isEmpty)) continue;
      const placed = cells.map((cell, column) => ({
        cell: readable(cell, this.said),
        place: { sheet: name, row: index + 1, column: column + 1 },
      }));
      const headed = this.tableOf(headingsOfRows[index], placed);
      if (headed === undefined) {
        if (aboveHeadings.has(index) && isTitle(cells, open)) continue;
        if (open === undefined) {
          this.refuseWithoutHeading(name, index, cells);
          continue;
        }
      }
      open = headed ?? open;
      if (open === 'enumerations') this.tables.enumerations.push(placed);
      else if (headed === undefined && open !== undefined) this.addRow(open, placed);
    }
  }

  private refuseWithoutHeading(sheet: string, index: number, cells: readonly Cell[]): void {
    // Somebody's notes, if they are no table.
    if (
      isNote(cells) ||
      this.problems.some((problem) => 'sheet' in problem && problem.sheet === sheet)
    )
      return;
    const place = { sheet, row: index + 1, column: 1 };
    const { said } = this;
    this.problems.push(problemAt(place, 'no-heading', said.noHeading, headingHint(said)));
  }

  private tableOf(
    heading: Heading | undefined,
    cells: readonly PlacedCell[],
  ): OpenTable | 'enumerations' | undefined {
    if (heading === undefined || heading === 'enumerations') return heading;
    const { texts, tables } = heading;
    const [table, second] = tables;
    if (second !== undefined) this.refuseSideBySide(table.kind, second.kind, cells);
    const end = table.firstColumn + headings[table.kind].length;
    const besides = texts.flatMap((text, column) =>
      text !== '' && (column < table.firstColumn || column >= end) ? [column] : [],
    );
    return { ...table, besides: new Set(besides) };
  }

  private refuseSideBySide(one: string, other: string, [cell]: readonly PlacedCell[]): void {
    if (cell === undefined) return;
    const { said } = this;
    const message = said.sideBySide(one, other);
    this.problems.push(problemAt(cell.place, 'side-by-side', message, said.sideBySideHint));
  }

  private addRow({ kind, firstColumn, besides }: OpenTable, cells: readonly PlacedCell[]): void {
    const columns = headings[kind];
    const isOurs = (column: number) =>
      column >= firstColumn && column < firstColumn + columns.length;
    const stray = cells.find(
      ({ cell }, column) => !isOurs(column) && !besides.has(column) && !isEmpty(cell),
    );
    if (stray !== undefined) {
      const { said } = this;
      const message = said.tooWide(kind, String(columns.length));
      this.problems.push(problemAt(stray.place, 'too-wide', message, said.tooWideHint));
    }
    if (!cells.some(({ cell }, column) => isOurs(column) && !isEmpty(cell))) return;
    const { sheet, row } = cells[0]?.place ?? { sheet: '', row: 0 };
    const entries = columns.map((heading, index) => {
      const column = firstColumn + index;
      const place = { sheet, row, column: column + 1 };
      return [heading, { cell: cells[column]?.cell ?? '', place }];
    });
    // Soundness: the headings of a kind make the keys of its rows.
    (this.tables[kind] as unknown[]).push(Object.fromEntries(entries));
  }
}

const errorText =
  /^(?:#(?:NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!|UNKNOWN!|CONNECT!|BUSY!)|Err:\d{3})$/;

/** In a file of comma-separated values an error is a text like any other. */
function readable(cell: Cell, said: TableWords): Cell {
  if (typeof cell !== 'string' || !errorText.test(cell.trim())) return cell;
  return { unreadable: said.theError(cell.trim()), hint: said.mendFormula };
}

/** What a row that is a heading begins: more than one table where they stand side by side. */
type Heading =
  | 'enumerations'
  | {
      readonly texts: readonly string[];
      readonly tables: readonly [TableBegin, ...TableBegin[]];
    };

type TableBegin = Pick<OpenTable, 'kind' | 'firstColumn'>;

function headingIn(cells: readonly Cell[]): Heading | undefined {
  const texts = headingsIn(cells);
  if (enumerationsIn(texts).length > 0) return 'enumerations';
  const [first, ...others] = tableKinds.flatMap((kind) => {
    const firstColumn = columnOf(kind, texts);
    return firstColumn < 0 ? [] : [{ kind, firstColumn }];
  });
  return first && { texts, tables: [first, ...others] };
}

/** Rows of one cell, or none, with a heading as the next thing below them. */
function rowsAboveHeadings(
  rows: Sheet['rows'],
  headingsOfRows: readonly (Heading | undefined)[],
): ReadonlySet<number> {
  const found = new Set<number>();
  let isHeadingNext = false;
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const cells = rows[index] ?? [];
    if (cells.every(isEmpty)) continue;
    if (isNote(cells)) {
      if (isHeadingNext) found.add(index);
      continue;
    }
    isHeadingNext = headingsOfRows[index] !== undefined;
  }
  return found;
}

/** One cell, and a text in it. */
function isNote(cells: readonly Cell[]): boolean {
  const [first, second] = cells.filter((cell) => !isEmpty(cell));
  return typeof first === 'string' && second === undefined;
}

/** At the end of a table only what could be a name: the rest of it must not be passed over. */
function isTitle(cells: readonly Cell[], open: OpenTable | 'enumerations' | undefined): boolean {
  if (open === undefined || open === 'enumerations') return true;
  const name = cells[open.firstColumn] ?? '';
  return typeof name === 'string' && name.trim() !== '' && !/^(?:and|or)$/i.test(name.trim());
}
