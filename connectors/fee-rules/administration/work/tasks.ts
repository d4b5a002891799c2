/** What takes long: done in a thread of its own, from bytes to bytes. Plain data in, plain data out. */
import { checkSchema } from '../../../common/api/schema-errors';
import { readJsonBody } from '../../../common/api/json-body';
import { Problem, type FieldError } from '../../../common/api/problems';
import type { ExecutionPoint } from '../../../common/contracts/fees';
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
import { readRules, type ReadRules } from '../../tables/rule-files';
import { writeCsv } from '../../tables/csv';
import { writeTables } from '../../tables/write-tables';
import { writeWorkbook } from '../../tables/xlsx';
import { occasionOf, type Tried } from '../../engine/transactions';
import { administrationApi } from '../api';
import { mediaTypes, type TableType } from '../media-types';

export type Task =
  | {
      readonly kind: 'check' | 'canonical-text' | 'right-rules';
      readonly mediaType: string;
      readonly content: Uint8Array;
    }
  | { readonly kind: 'tables'; readonly text: string; readonly mediaType: TableType }
  | TryTask;

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
      return json(check(read(task)));
    case 'canonical-text':
      return bytes(format(read(task)));
    case 'right-rules':
      return bytes(right(read(task)));
    case 'tables':
      return tables(task.text, task.mediaType);
    case 'explain':
      return json(explained(task));
    case 'evaluate':
      return json(evaluated(task));
  }
}

const bytes = (text: string): Uint8Array => Buffer.from(text);
const json = (value: unknown): Uint8Array => bytes(JSON.stringify(value));

function read({ mediaType, content }: { mediaType: string; content: Uint8Array }): ReadRules {
  const buffer = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return readRules(`rules${fileEndings[mediaType] ?? ''}`, buffer, standardDictionary);
}

const fileEndings: Readonly<Record<string, string>> = {
  [mediaTypes.csv]: '.csv',
  [mediaTypes.xlsx]: '.xlsx',
};

function check({ file, problems: found }: ReadRules) {
  const { problems, ruleSet } = loadFile(file, found, standardDictionary);
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
function right({ file, problems: found }: ReadRules): string {
  const { problems, ruleSet } = loadFile(file, found, standardDictionary);
  if (ruleSet === undefined) throw invalidRules(problems);
  return ruleSet.text;
}

async function tables(text: string, mediaType: TableType): Promise<Uint8Array> {
  const file = canonical(parse(text).file, standardDictionary);
  const { problems, sheets } = writeTables(file, standardDictionary);
  if (hasErrors(problems)) throw invalidRules(problems);
  return mediaType === mediaTypes.csv ? bytes(writeCsv(sheets)) : writeWorkbook(sheets);
}

interface TryRequest {
  readonly rules?: string;
  readonly executionPoint?: ExecutionPoint;
}

function explained(task: TryTask) {
  const body = bodyOf('explainRules', task.body) as TryRequest & { transaction: object };
  const ruleSet = rulesToTry(body, task.text);
  const { occasion } = tried(body.transaction, ruleSet, body, '/transaction');
  return { ruleSetId: ruleSet.id, explanations: explain(ruleSet, occasion) };
}

function evaluated(task: TryTask) {
  const body = bodyOf('evaluateRules', task.body) as TryRequest & { transactions: object[] };
  const ruleSet = rulesToTry(body, task.text);
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

function rulesToTry({ rules }: TryRequest, named: string | undefined): RuleSet {
  if (rules !== undefined && named !== undefined) {
    throw invalid({ pointer: '/rules', detail: 'must not be there: the address names a rule set' });
  }
  const text = rules ?? named;
  if (text === undefined) {
    throw invalid({ pointer: '/rules', detail: 'must be there, or `ruleSetId` in the address' });
  }
  const parsed = parse(text);
  const { ruleSet, problems } = loadFile(parsed.file, parsed.problems, standardDictionary);
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
  if (typeof occasion === 'string') throw invalid({ pointer, detail: occasion });
  return occasion;
}

function invalid(error: FieldError): Problem {
  return new Problem('invalid-request', { errors: [error] });
}

function invalidRules(problems: readonly RuleProblem[]): Problem {
  return new Problem('invalid-rules', { members: { problems } });
}
