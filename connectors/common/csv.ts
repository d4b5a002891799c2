/** Comma-separated values as spreadsheets read them. */
import { stringify } from 'csv-stringify/sync';

/** Without it Excel takes UTF-8 for something else. */
export const csvStart = '\uFEFF';

export function csvText(rows: readonly (readonly string[])[]): string {
  return csvStart + csvLines(rows);
}

/** One row of many that are written as they come, after {@link csvStart}. */
export function csvLine(row: readonly string[]): string {
  return csvLines([row]);
}

/** Several of them. */
export function csvLines(rows: readonly (readonly string[])[]): string {
  return stringify([...rows], { record_delimiter: '\r\n' });
}

/** A spreadsheet would take what starts so for a formula, and carry it out. */
export function guard(cell: string): string {
  return /^[=+\-@'\t\r]/.test(cell) ? `'${cell}` : cell;
}
