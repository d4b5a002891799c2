/** What rules may speak of: the fields of a transaction and of a ledger entry, as versioned data. */
import { z } from 'zod';
import standard from './dictionary.json';
import { nearest } from '../../common/nearest';

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
  alsoNamed: z.array(z.string()).default([]),
  /** What canonical text calls it. */
  path: z.string(),
  /** What else a text may call it. */
  aliases: z.array(z.string()).default([]),
};

const field = z.strictObject({
  ...named,
  type: fieldType,
  /** Of a decimal: the path of the field that holds its currency. */
  currency: z.string().optional(),
  /** Where its value stands in a transaction: the first of these places that holds something. */
  sources: z.array(z.array(step).nonempty()).nonempty(),
});
export interface Field extends Readonly<Omit<z.output<typeof field>, 'sources'>> {
  readonly sources: readonly (readonly Step[])[];
}

/** What a block sets. Every block sets each exactly once. */
const resultRoles = [
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
  results: z.array(result).length(resultRoles.length),
});
export type DictionaryData = z.output<typeof dictionarySchema>;

/** Finds by path or alias, and, for tables, by name in any case. */
export class Vocabulary<Entry extends { name: string; path: string }> {
  private readonly byPath = new Map<string, Entry>();
  private readonly byName = new Map<string, Entry>();

  /** Throws when one path or name means two things. */
  constructor(readonly entries: readonly (Entry & z.output<z.ZodObject<typeof named>>)[]) {
    for (const entry of entries) {
      for (const path of [entry.path, ...entry.aliases]) add(this.byPath, pathKey(path), entry);
      for (const name of [entry.name, ...entry.alsoNamed]) add(this.byName, nameKey(name), entry);
    }
  }

  find(path: string): Entry | undefined {
    return this.byPath.get(path) ?? this.byPath.get(pathKey(path));
  }

  named(name: string): Entry | undefined {
    return this.byName.get(nameKey(name));
  }

  /** The path that was probably meant. */
  nearestPath(path: string): string | undefined {
    return nearest(
      path,
      this.entries.map((entry) => entry.path),
    );
  }

  nearestName(name: string): string | undefined {
    return nearest(
      name,
      this.entries.map((entry) => entry.name),
    );
  }
}

export interface Dictionary {
  readonly data: DictionaryData;
  readonly fields: Vocabulary<Field>;
  readonly results: Vocabulary<ResultField>;
}

/** Throws a ZodError, or an Error when one name means two things. */
export function readDictionary(data: unknown): Dictionary {
  const parsed = dictionarySchema.parse(data);
  return {
    data: parsed,
    fields: new Vocabulary<Field>(parsed.fields),
    results: new Vocabulary<ResultField>(parsed.results),
  };
}

export const standardDictionary = readDictionary(standard);

function add<Entry>(map: Map<string, Entry>, key: string, entry: Entry): void {
  if (map.has(key)) throw new Error(`The dictionary says ${key} twice`);
  map.set(key, entry);
}

/** `a["b"]` is `a.b`. */
function pathKey(path: string): string {
  return path.replace(/\["([\p{L}_][\p{L}\p{N}_]*)"\]/gu, '.$1');
}

/** Blanks do not tell two names apart: the requirement itself writes TransactionType Initiator Type. */
function nameKey(name: string): string {
  return name.replace(/\s+/gu, '').toLowerCase();
}
