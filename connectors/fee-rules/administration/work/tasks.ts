/** What takes long: done in a thread of its own, from bytes to bytes. Plain data in, plain data out. */
import { checkSchema } from '../../../common/api/schema-errors';
import { readJsonBody } from '../../../common/api/json-body';
import { Problem, type FieldError } from '../../../common/api/problems';
import type { ExecutionPoint } from '../../../common/contracts/fees';
import { translated, type Language } from '../../../common/words/languages';
import { compileRules } from '../../engine/compile';
import { entryIdOf } from '../../engine/entry-id';
import { Evaluator } from '../../engine/evaluator';
import { explain } from '../../engine/explain';
import { canonical } from '../../language/canonical';
import { standardDictionary } from '../../language/dictionary';
import { canonicalText, loadFile } from '../../language/load';
import { parse } from '../../language/parse';
import { hasErrors, type Problem as RuleProblem } from '../../language/problems';
import type { RuleSet } from '../../language/rule-set';
import {
  formsOfFile,
  formsOfTables,
  sheetsOf,
  type BothForms,
  type TextTables,
} from '../../tables/both-forms';
import { readRules, type ReadRules } from '../../tables/rule-files';
import { writeCsv } from '../../tables/csv';
import { writeTables, type TextSheet } from '../../tables/write-tables';
import { writeWorkbook } from '../../tables/xlsx';
import { occasionOf, type Tried } from '../../engine/transactions';
import { administrationWords } from '../administration-words';
import { administrationApi } from '../api';
import { mediaTypes, type TableType } from '../media-types';

/** `language`: of whoever reads what is wrong. */
export type Task = { readonly language: Language } & (
  | {
      readonly kind: 'check' | 'canonical-text' | 'right-rules';
      readonly mediaType: string;
      readonly content: Uint8Array;
    }
  | {
      readonly kind: 'convert';
      readonly mediaType: string;
      readonly content: Uint8Array;
      readonly form: TableType | typeof mediaTypes.json;
    }
  | { readonly kind: 'tables'; readonly text: string; readonly mediaType: TableType }
  | TryTask
);

type TablesTask = Extract<Task, { readonly kind: 'tables' }>;
type AskedTry = TryTask & Pick<Task, 'language'>;

interface TryTask {
  readonly kind: 'explain' | 'evaluate';
  readonly body: Uint8Array;
  /** Of the rule set that the address names. */
  readonly text: string | undefined;
}

/** @throws Problem */
export async function carryOut(task: Task): Promise<Uint8Array> {
  switch (task.kind) {
    case 'check':
      return json(check(read(task), task.language));
    case 'canonical-text':
      return bytes(format(read(task)));
    case 'right-rules':
      return bytes(right(read(task), task.language));
    case 'convert':
      return inForm(converted(task), task.form);
    case 'tables':
      return tables(task);
    case 'explain':
      return json(explained(task));
    case 'evaluate':
      return json(evaluated(task));
  }
}

const bytes = (text: string): Uint8Array => Buffer.from(text);
const json = (value: unknown): Uint8Array => bytes(JSON.stringify(value));

interface Sent {
  readonly language: Language;
  readonly mediaType: string;
  readonly content: Uint8Array;
}

function read(sent: Sent): ReadRules {
  return readRules(...fileOf(sent), standardDictionary, sent.language);
}

function fileOf({ mediaType, content }: Sent): [fileName: string, content: Buffer] {
  const buffer = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return [`rules${fileEndings[mediaType] ?? ''}`, buffer];
}

const fileEndings: Readonly<Record<string, string>> = {
  [mediaTypes.csv]: '.csv',
  [mediaTypes.xlsx]: '.xlsx',
};

function check({ file, problems: found }: ReadRules, language: Language) {
  const { problems, ruleSet } = loadFile(file, found, standardDictionary, language);
  return {
    ruleSetId: ruleSet?.id ?? null,
    rules: file.rules.length,
    problems,
  };
}

/** Rules need not be right to be laid out, only to be read. */
function format({ file, problems }: ReadRules): string {
  if (hasErrors(problems)) throw invalidRules(problems);
  return canonicalText(file, standardDictionary);
}

/** The text of rules without errors. */
function right({ file, problems: found }: ReadRules, language: Language): string {
  const { problems, ruleSet } = loadFile(file, found, standardDictionary, language);
  if (ruleSet === undefined) throw invalidRules(problems);
  return ruleSet.text;
}

function converted(sent: Sent): BothForms {
  const { language } = sent;
  if (sent.mediaType !== mediaTypes.json) {
    return formsOfFile(...fileOf(sent), standardDictionary, language);
  }
  const body = bodyOf('convertRules', sent.content) as TextTables;
  return formsOfTables(body, standardDictionary, language);
}

/** Wrong rules go into a workbook too: somebody will mend them there. */
async function inForm(
  forms: BothForms,
  form: TableType | typeof mediaTypes.json,
): Promise<Uint8Array> {
  if (form === mediaTypes.json) return json(forms);
  const { tables: found, problemsInText, problemsInTables } = forms;
  if (found === null) throw invalidRules([...problemsInText, ...problemsInTables]);
  return inSheets(sheetsOf(found), form);
}

async function tables({ text, mediaType, language }: TablesTask): Promise<Uint8Array> {
  const file = canonical(parse(text).file, standardDictionary);
  const { problems, sheets } = writeTables(file, standardDictionary, language);
  if (hasErrors(problems)) throw invalidRules(problems);
  return inSheets(sheets, mediaType);
}

async function inSheets(sheets: readonly TextSheet[], form: TableType): Promise<Uint8Array> {
  return form === mediaTypes.csv ? bytes(writeCsv(sheets)) : writeWorkbook(sheets);
}

interface TryRequest {
  readonly rules?: string;
  readonly executionPoint?: ExecutionPoint;
}

function explained(task: AskedTry) {
  const body = bodyOf('explainRules', task.body) as TryRequest & { transaction: object };
  const ruleSet = rulesToTry(body, task);
  const { occasion } = tried(body.transaction, ruleSet, body, '/transaction');
  return { ruleSetId: ruleSet.id, explanations: explain(ruleSet, occasion) };
}

function evaluated(task: AskedTry) {
  const body = bodyOf('evaluateRules', task.body) as TryRequest & { transactions: object[] };
  const ruleSet = rulesToTry(body, task);
  const evaluator = new Evaluator(compileRules(ruleSet));
  const evaluations = body.transactions.map((transaction, index) => {
    const { transactionId, occasion } = tried(transaction, ruleSet, body, `/transactions/${index}`);
    const { entries, withoutEntry } = evaluator.evaluate(occasion);
    const withIds = entries.map((entry) => ({
      entryId: entryIdOf(transactionId, occasion.point, entry),
      ...entry,
    }));
    return { transactionId, entries: withIds, withoutEntry };
  });
  return { ruleSetId: ruleSet.id, evaluations };
}

function bodyOf(operationId: string, content: Uint8Array): unknown {
  const checked = checkSchema(administrationApi.bodyCheckOf(operationId), readJsonBody(content));
  if ('errors' in checked) throw new Problem('invalid-request', { errors: checked.errors });
  return checked.value;
}

function rulesToTry({ rules }: TryRequest, { text: named, language }: AskedTry): RuleSet {
  if (rules !== undefined && named !== undefined) {
    throw invalid({
      pointer: '/rules',
      detail: translated(administrationWords, (said) => said.namedInAddress),
    });
  }
  const text = rules ?? named;
  if (text === undefined) {
    throw invalid({
      pointer: '/rules',
      detail: translated(administrationWords, (said) => said.rulesOrAddress),
    });
  }
  const parsed = parse(text, language);
  const { ruleSet, problems } = loadFile(
    parsed.file,
    parsed.problems,
    standardDictionary,
    language,
  );
  if (ruleSet === undefined) throw invalidRules(problems);
  return ruleSet;
}

function tried(
  transaction: object,
  ruleSet: RuleSet,
  { executionPoint = 'transfer.committed' }: TryRequest,
  pointer: string,
): Tried {
  const occasion = occasionOf(transaction, ruleSet, executionPoint);
  if (typeof occasion === 'string') {
    throw invalid({
      pointer,
      detail: translated(administrationWords, (said) => said.occasion(occasion)),
    });
  }
  return occasion;
}

function invalid(error: FieldError): Problem {
  return new Problem('invalid-request', { errors: [error] });
}

function invalidRules(problems: readonly RuleProblem[]): Problem {
  return new Problem('invalid-rules', { members: { problems } });
}
