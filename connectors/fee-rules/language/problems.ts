/** What is wrong with a rule, said so that the person who wrote it can mend it. */

/** Lines and columns count from 1; a column is one UTF-16 unit; `endColumn` is the first one after it. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
}

/** A cell of a workbook: `row` and `column` count from 1, so that A1 is row 1, column 1. */
export interface CellPlace {
  readonly sheet: string;
  readonly row: number;
  readonly column: number;
}

/** From the first to the last of several words, as far as they stand on one line. */
export function spanning(first: TextPlace, last: TextPlace): TextPlace {
  return first.line === last.line ? { ...first, endColumn: last.endColumn } : first;
}

/** Never spans lines: what is longer is pointed at by its first word. */
export type Place = TextPlace | CellPlace;

export type Severity = 'error' | 'warning';

interface Description {
  readonly severity: Severity;
  /** Stable, for programs. */
  readonly code: string;
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}

export type Problem = Place & Description;

export function problemAt(
  place: Place,
  code: string,
  message: string,
  hint: string,
  severity: Severity = 'error',
): Problem {
  // A tree node is a place too: only its co-ordinates are wanted.
  const where: Place =
    'sheet' in place
      ? { sheet: place.sheet, row: place.row, column: place.column }
      : { line: place.line, column: place.column, endColumn: place.endColumn };
  return { ...where, severity, code, message, hint };
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}
