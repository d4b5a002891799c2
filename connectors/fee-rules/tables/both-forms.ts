/** Rules as text and as tables at once, so that who edits the one sees the other, and what is wrong in its own places. */
import { storedLanguage, type Language } from '../../common/words/languages';
import type { Dictionary } from '../language/dictionary';
import { canonical } from '../language/canonical';
import { canonicalText, loadFile, loadRules } from '../language/load';
import { hasErrors, type Problem } from '../language/problems';
import type { RuleFile } from '../language/tree';
import { checkEnumerations } from './enumerations';
import { findTables } from './find-tables';
import { readTables } from './read-tables';
import { readFile, readText } from './rule-files';
import {
  headings,
  isEmpty,
  sheetNames,
  tableKinds,
  type Cell,
  type PlacedCell,
  type Sheet,
  type TableKind,
  type Tables,
} from './sheets';
import { writeTables } from './write-tables';

/** Rows below the heading of each table. */
export type TextTables = Readonly<Record<TableKind, readonly (readonly string[])[]>>;

export interface BothForms {
  /** Null without a text or tables that could be read: what stood there stays. */
  readonly text: string | null;
  readonly tables: TextTables | null;
  /** By line and column of `text`, or of the text that was given. */
  readonly problemsInText: readonly Problem[];
  /** By sheet, row and column of `tables`; a heading is row 1. Of a file without tables, by its own cells. */
  readonly problemsInTables: readonly Problem[];
  /** Null when there are errors. */
  readonly ruleSetId: string | null;
  readonly rules: number;
}

/** Of a text, or of a file of tables: what such a file holds besides them is left out. */
export function formsOfFile(
  fileName: string,
  content: Buffer,
  dictionary: Dictionary,
  language: Language = storedLanguage,
): BothForms {
  const file = readFile(fileName, content, language);
  if (file.kind === 'text') return formsOfText(file.text, dictionary, language);
  if (file.kind === 'unreadable') return unreadable([file.problem]);
  if (hasErrors(file.problems)) return unreadable(file.problems);
  return formsOfSheets(file.sheets, dictionary, language);
}

/** The text stays as it was written. */
function formsOfText(text: string, dictionary: Dictionary, language: Language): BothForms {
  const { file, problems } = readText(text, language);
  const loaded = loadFile(file, problems, dictionary, language);
  const { problems: problemsInText, ruleSet } = loaded;
  const told = { text, ruleSetId: ruleSet?.id ?? null, rules: file.rules.length };
  const isNothing = text.trim() === '';
  if (!isNothing && hasErrors(problems)) {
    return { ...told, tables: null, problemsInText, problemsInTables: [] };
  }
  const written = writeTables(canonical(file, dictionary), dictionary, language);
  const tables = textTablesOf(findTables(written.sheets, language).tables);
  const reread = readTables(sheetsOf(tables), dictionary, language);
  if (!isNothing && !areSame(file, reread, dictionary)) {
    // What is in no table, or twice, and would be lost there.
    const all = [...problemsInText, ...written.problems];
    return { ...told, tables: null, problemsInText: all, problemsInTables: [] };
  }
  const again = loadFile(reread.file, reread.problems, dictionary, language);
  const { problems: problemsInTables } = again;
  return { ...told, tables, problemsInText, problemsInTables };
}

function areSame(file: RuleFile, reread: ReturnType<typeof readTables>, dictionary: Dictionary) {
  return (
    !hasErrors(reread.problems) &&
    canonicalText(reread.file, dictionary) === canonicalText(file, dictionary)
  );
}

function formsOfSheets(
  sheets: readonly Sheet[],
  dictionary: Dictionary,
  language: Language,
): BothForms {
  const { tables: found, problems } = findTables(sheets, language);
  if (hasErrors(problems)) return unreadable(problems);
  const misread = checkEnumerations(found.enumerations, dictionary, language);
  const told = formsOf(compact(found), textTablesOf(found), dictionary, language);
  if (misread.length === 0) return told;
  const problemsInTables = [...misread, ...told.problemsInTables];
  return { ...told, text: null, problemsInText: [], problemsInTables, ruleSetId: null };
}

/** Of tables as somebody edits them: rows keep their numbers. */
export function formsOfTables(
  tables: TextTables,
  dictionary: Dictionary,
  language: Language = storedLanguage,
): BothForms {
  return formsOf(sheetsOf(tables), tables, dictionary, language);
}

/** A file in a form that is none of ours has its problem where it is. */
function unreadable(problemsInTables: readonly Problem[]): BothForms {
  const none = { text: null, tables: null, ruleSetId: null, rules: 0 };
  return { ...none, problemsInText: [], problemsInTables };
}

export function sheetsOf(tables: TextTables) {
  return tableKinds.map((kind) => ({
    name: sheetNames[kind],
    rows: [headings[kind], ...tables[kind]],
  }));
}

function formsOf(
  sheets: readonly Sheet[],
  tables: TextTables,
  dictionary: Dictionary,
  language: Language,
): BothForms {
  const read = readTables(sheets, dictionary, language);
  const { problems, ruleSet } = loadFile(read.file, read.problems, dictionary, language);
  const told = { tables, problemsInTables: problems, rules: read.file.rules.length };
  const isNothing = sheets.every(({ rows: [, ...rows] }) =>
    rows.every((row) => row.every(isEmpty)),
  );
  if (hasErrors(read.problems) && !isNothing) {
    return { ...told, text: null, problemsInText: [], ruleSetId: null };
  }
  const text = isNothing ? '' : canonicalText(read.file, dictionary);
  const { problems: problemsInText } = loadRules(text, dictionary, language);
  return { ...told, text, problemsInText, ruleSetId: ruleSet?.id ?? null };
}

/** Each table on a sheet of its own, without empty rows; what cannot be read stays so. */
function compact(tables: Tables): readonly Sheet[] {
  return tableKinds.map((kind) => ({
    name: sheetNames[kind],
    rows: [headings[kind], ...cellRows(tables, kind)],
  }));
}

function textTablesOf(tables: Tables): TextTables {
  const textsOf = (kind: TableKind) =>
    cellRows(tables, kind).map((row) =>
      row.map((cell) => (typeof cell === 'string' ? cell : cell.unreadable)),
    );
  return {
    conditions: textsOf('conditions'),
    statements: textsOf('statements'),
    annotations: textsOf('annotations'),
  };
}

function cellRows(tables: Tables, kind: TableKind): readonly (readonly Cell[])[] {
  const rows: readonly Readonly<Partial<Record<string, PlacedCell>>>[] = tables[kind];
  return rows.map((row) => headings[kind].map((heading) => row[heading]?.cell ?? ''));
}
