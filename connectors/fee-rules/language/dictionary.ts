/** What rules may speak of: the fields of a transaction and of a ledger entry, as versioned data. */
import { z } from 'zod';
import standard from './dictionary.json';

/** One step into a transaction: a property, or an entry of an FSPIOP ExtensionList by its key. */
const step = z.union([z.string(), z.strictObject({ extension: z.string() })]);
export type Step = z.output<typeof step>;

const fieldType = z.union([
  z.enum(['string', 'decimal', 'currency', 'dfspId']),
  z.strictObject({ enum: z.array(z.string()).nonempty() }),
]);
export type FieldType = z.output<typeof fieldType>;

const named = {
  /** What tables call it. */
  name: z.string(),
  /** What canonical text calls it. */
  path: z.string(),
  /** What else a text or a table may call it. */
  aliases: z.array(z.string()).default([]),
};

const field = z.strictObject({
  ...named,
  type: fieldType,
  /** Where its value stands in a transaction: the first of these places that holds something. */
  sources: z.array(z.array(step).nonempty()).nonempty(),
});
export type Field = Readonly<z.output<typeof field>>;

/** What a block sets. Every block sets each exactly once. */
export const resultRoles = [
  'ledgerEntryType',
  'currency',
  'payerDfsp',
  'payerAmount',
  'payeeDfsp',
  'payeeAmount',
] as const;
export type ResultRole = (typeof resultRoles)[number];

const result = z.strictObject({ ...named, role: z.enum(resultRoles) });
export type ResultField = Readonly<z.output<typeof result>>;

const dictionarySchema = z.strictObject({
  version: z.int().positive(),
  fields: z.array(field),
  results: z.array(result),
});

export type DictionaryData = z.output<typeof dictionarySchema>;

export const standardDictionaryData: DictionaryData = dictionarySchema.parse(standard);
