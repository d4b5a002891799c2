/** The tables in one file of comma-separated values, an empty row between two of them. */
import { CsvError, parse } from 'csv-parse/sync';
import { csvText, guard } from '../../common/csv';
import { storedLanguage, type Language } from '../../common/words/languages';
import { problemAt, type Problem } from '../language/problems';
import type { Sheet } from './sheets';
import { tableWords } from './table-words';
import type { TextSheet } from './write-tables';

const sheetName = 'csv';

export function writeCsv(sheets: readonly TextSheet[]): string {
  const rows = sheets.flatMap(({ rows: ofSheet }, index) => [
    ...(index === 0 ? [] : [['']]),
    ...ofSheet.map((row) => row.map(guard)),
  ]);
  return csvText(rows);
}

export function readCsv(
  text: string,
  language: Language = storedLanguage,
): { sheets: readonly Sheet[]; problems: readonly Problem[] } {
  const { delimiter, isTold } = delimiterOf(text);
  try {
    const options = {
      bom: true,
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: false,
    };
    const rows: string[][] = parse(text, options);
    // The row stays, so that those below it keep their numbers.
    if (isTold) rows[0] = [];
    return {
      sheets: [{ name: sheetName, rows: rows.map((row) => row.map(unguard)) }],
      problems: [],
    };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = typeof error['lines'] === 'number' ? error['lines'] : 1;
    const place = { sheet: sheetName, row, column: 1 };
    const said = tableWords[language];
    const problem = problemAt(place, 'not-csv', said.notCsv(error.message), said.saveCsv);
    return { sheets: [], problems: [problem] };
  }
}

/**
 * Excel writes semicolons where the comma is the decimal point, and may say so in a first line `sep=;`.
 * Otherwise the heading of a table shows it.
 */
function delimiterOf(text: string): { readonly delimiter: string; readonly isTold: boolean } {
  const told = /^\uFEFF?"?sep=([^"\r\n])"?\s*$/imu.exec(text.split('\n', 1)[0] ?? '')?.[1];
  if (told !== undefined) return { delimiter: told, isTold: true };
  const heading = /\bname"?([,;\t])"?(?:variable|connector|annotation)\b/i.exec(text);
  return { delimiter: heading?.[1] ?? ',', isTold: false };
}

/** As {@link guard} wrote it. */
function unguard(cell: string): string {
  return cell.startsWith("'") ? cell.slice(1) : cell;
}
