/** What the page asks the API of fee rules: rules stay what the server says that they are. */
import { dataOf, feeRules } from '../api/clients';
import type { components } from '../api/generated/fee-rules';

type Schemas = components['schemas'];
export type RuleSet = Schemas['RuleSet'];
export type RuleProblem = Schemas['RuleProblem'];
export type BothForms = Schemas['BothForms'];
export type SentTables = Schemas['Tables'];
export type Dictionary = Schemas['Dictionary'];
export type DictionaryField = Dictionary['fields'][number];
export type Explanation = Schemas['Explanation'];
export type DryRun = Schemas['DryRun'];
export type Charge = Schemas['Charge'];

const types = {
  text: 'text/plain',
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** All of them are `[tenant, 'fee-rules', …]`. */
export const feeRulesKey = (tenant: string, ...rest: readonly unknown[]) =>
  [tenant, 'fee-rules', ...rest] as const;

/** As the API takes bytes and texts: openapi-fetch would make JSON of them. */
const asItIs = (type: string) => ({
  headers: { 'Content-Type': type },
  bodySerializer: (body: unknown) => body as BodyInit,
});

type Forms = Promise<{ readonly data?: BothForms }>;

export function formsOfTables(tables: SentTables, signal?: AbortSignal): Promise<BothForms> {
  const asked = feeRules.POST('/tables', { body: tables, ...(signal && { signal }) });
  return dataOf(asked as Forms);
}

export function formsOfText(text: string, signal?: AbortSignal): Promise<BothForms> {
  return formsOf(text, types.text, signal);
}

/** Whatever its name says it is: what is a workbook the server knows by its bytes. */
export function formsOfFile(file: File): Promise<BothForms> {
  const [type = types.csv] = [
    ...(/\.xlsx$/i.test(file.name) ? [types.xlsx] : []),
    ...(/\.(rules|txt)$/i.test(file.name) ? [types.text] : []),
  ];
  return formsOf(file, type);
}

function formsOf(body: string | File, type: string, signal?: AbortSignal): Promise<BothForms> {
  const asked = feeRules.POST('/tables', {
    body: body as never,
    ...asItIs(type),
    ...(signal && { signal }),
  });
  return dataOf(asked as Forms);
}

export function workbookOf(tables: SentTables): Promise<Blob> {
  return dataOf(
    feeRules.POST('/tables', {
      body: tables,
      headers: { Accept: types.xlsx },
      parseAs: 'blob',
    }) as Promise<{ readonly data?: unknown }>,
  ) as Promise<Blob>;
}

export function readText(id: string): Promise<string> {
  return dataOf(
    feeRules.GET('/rule-sets/{id}/rules', {
      params: { path: { id } },
      headers: { Accept: types.text },
      parseAs: 'text',
    }) as Promise<{ readonly data?: string }>,
  );
}

export function readWorkbook(id: string): Promise<Blob> {
  return dataOf(
    feeRules.GET('/rule-sets/{id}/rules', {
      params: { path: { id } },
      headers: { Accept: types.xlsx },
      parseAs: 'blob',
    }) as Promise<{ readonly data?: unknown }>,
  ) as Promise<Blob>;
}

export function draftRuleSet(text: string, title: string, note: string): Promise<RuleSet> {
  return dataOf(
    feeRules.POST('/rule-sets', {
      params: { query: { title, ...(note !== '' && { note }) } },
      body: text as never,
      ...asItIs(types.text),
    }),
  );
}

export async function listRuleSets(): Promise<readonly RuleSet[]> {
  return (await dataOf(feeRules.GET('/rule-sets'))).ruleSets;
}

export function readDictionary(): Promise<Dictionary> {
  return dataOf(feeRules.GET('/dictionary'));
}

/** A line of JSON for each transfer, as the API of fee rules takes them. */
export function dryRunOfFile(ruleSetId: string, file: File): Promise<DryRun> {
  return dataOf(
    feeRules.POST('/dry-runs', {
      params: { query: { ruleSetId } },
      body: file as never,
      ...asItIs('application/x-ndjson'),
    }),
  );
}
