/** Rules as they lie in files: text, or tables in an Excel workbook or as CSV. */
import { decodeUtf8 } from '../../common/utf8';
import { storedLanguage, type Language } from '../../common/words/languages';
import type { Dictionary } from '../language/dictionary';
import { parse } from '../language/parse';
import { problemAt, type Place, type Problem } from '../language/problems';
import { ruleWords } from '../language/rule-words';
import type { RuleFile } from '../language/tree';
import { readCsv } from './csv';
import { readTables } from './read-tables';
import type { Sheet } from './sheets';
import { readWorkbook, UnreadableWorkbook } from './xlsx';

export interface ReadRules {
  /** What could be read, for the checker. */
  readonly file: RuleFile;
  readonly problems: readonly Problem[];
  /** Without it the problems' places are cells. */
  readonly text?: string;
}

/** Goes by the end of the name, .xlsx, .csv, or else text; what is a workbook is never taken for text. */
export function readRules(
  fileName: string,
  content: Buffer,
  dictionary: Dictionary,
  language: Language = storedLanguage,
): ReadRules {
  const file = readFile(fileName, content, language);
  if (file.kind === 'text') return readText(file.text, language);
  if (file.kind === 'unreadable') return { file: { rules: [] }, problems: [file.problem] };
  const tables = readTables(file.sheets, dictionary, language);
  return { file: tables.file, problems: [...file.problems, ...tables.problems] };
}

export type FileOfRules =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'sheets';
      readonly sheets: readonly Sheet[];
      readonly problems: readonly Problem[];
    }
  | { readonly kind: 'unreadable'; readonly problem: Problem };

/** What stands in it, before anybody asks whether it makes rules. */
export function readFile(
  fileName: string,
  content: Buffer,
  language: Language = storedLanguage,
): FileOfRules {
  if (/\.xlsx$/i.test(fileName) || isWorkbook(content)) return readXlsx(content, language);
  const isCsv = /\.csv$/i.test(fileName);
  const text = decodeUtf8(content);
  if (text === undefined) {
    const place = isCsv
      ? { sheet: 'csv', row: 1, column: 1 }
      : { line: 1, column: 1, endColumn: 2 };
    const { notUtf8, saveUtf8 } = ruleWords[language];
    return unreadable(place, 'not-utf-8', notUtf8, saveUtf8);
  }
  return isCsv ? { kind: 'sheets', ...readCsv(text, language) } : { kind: 'text', text };
}

/** As with tables: a file without a rule is somebody's mistake, not a tariff. */
export function readText(text: string, language: Language = storedLanguage): ReadRules {
  const { file, problems } = parse(text, language);
  if (file.rules.length > 0 || problems.length > 0) return { file, problems, text };
  const place = { line: 1, column: 1, endColumn: 2 };
  const { noRules, retireInstead } = ruleWords[language];
  return { file, problems: [problemAt(place, 'no-rules', noRules, retireInstead)], text };
}

function readXlsx(content: Buffer, language: Language): FileOfRules {
  try {
    return { kind: 'sheets', sheets: readWorkbook(content, language), problems: [] };
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

function unreadable(place: Place, code: string, message: string, hint: string): FileOfRules {
  return { kind: 'unreadable', problem: problemAt(place, code, message, hint) };
}
