/** Rules as they lie in files: text, or tables in an Excel workbook or as CSV. */
import { decodeUtf8 } from '../../common/utf8';
import type { Dictionary } from '../language/dictionary';
import { parse } from '../language/parse';
import { problemAt, type Place, type Problem } from '../language/problems';
import type { RuleFile } from '../language/tree';
import { readCsv } from './csv';
import { readTables } from './read-tables';
import { readWorkbook, UnreadableWorkbook } from './xlsx';

export interface ReadRules {
  /** What could be read, for the checker. */
  readonly file: RuleFile;
  readonly problems: readonly Problem[];
  /** Without it the problems' places are cells. */
  readonly text?: string;
}

/** Goes by the end of the name, .xlsx, .csv, or else text; what is a workbook is never taken for text. */
export function readRules(fileName: string, content: Buffer, dictionary: Dictionary): ReadRules {
  if (/\.xlsx$/i.test(fileName) || isWorkbook(content)) return readXlsx(content, dictionary);
  const isCsv = /\.csv$/i.test(fileName);
  const text = decodeUtf8(content);
  if (text === undefined) {
    const place = isCsv
      ? { sheet: 'csv', row: 1, column: 1 }
      : { line: 1, column: 1, endColumn: 2 };
    return unreadable(place, 'not-utf-8', 'This file is not UTF-8 text', 'Save it as UTF-8.');
  }
  if (!isCsv) return readText(text);
  const { sheets, problems } = readCsv(text);
  const tables = readTables(sheets, dictionary);
  return { file: tables.file, problems: [...problems, ...tables.problems] };
}

/** As with tables: a file without a rule is somebody's mistake, not a tariff. */
function readText(text: string): ReadRules {
  const { file, problems } = parse(text);
  if (file.rules.length > 0 || problems.length > 0) return { file, problems, text };
  const message = 'There are no rules: nobody would be charged anything';
  const place = { line: 1, column: 1, endColumn: 2 };
  const hint = 'To end charges, retire the rules that are in force.';
  return { file, problems: [problemAt(place, 'no-rules', message, hint)], text };
}

function readXlsx(content: Buffer, dictionary: Dictionary): ReadRules {
  try {
    return readTables(readWorkbook(content), dictionary);
  } catch (error) {
    if (!(error instanceof UnreadableWorkbook)) throw error;
    const place = { sheet: 'workbook', row: 1, column: 1 };
    return unreadable(place, error.code, error.message, error.hint);
  }
}

/** By the first bytes: of an archive, or of what Excel wrote before 2007. */
function isWorkbook(content: Buffer): boolean {
  return ['504b0304', 'd0cf11e0'].includes(content.subarray(0, 4).toString('hex'));
}

function unreadable(place: Place, code: string, message: string, hint: string): ReadRules {
  return { file: { rules: [] }, problems: [problemAt(place, code, message, hint)] };
}
