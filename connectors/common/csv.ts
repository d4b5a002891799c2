/** Comma-separated values as spreadsheets read them. */
import { stringify } from 'csv-stringify/sync';

/** Without it Excel takes UTF-8 for something else. */
const byteOrderMark = '\uFEFF';

export function csvText(rows: readonly (readonly string[])[]): string {
  return byteOrderMark + stringify([...rows], { record_delimiter: '\r\n' });
}

/** A spreadsheet would take what starts so for a formula, and carry it out. */
export function guard(cell: string): string {
  return /^[=+\-@'\t\r]/.test(cell) ? `'${cell}` : cell;
}
