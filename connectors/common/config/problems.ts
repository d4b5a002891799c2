import { z } from 'zod';
import { nearest } from '../nearest';

/** Wrong configuration. `problems` names every one, so that a person mends them all in one go. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  constructor(readonly problems: readonly string[]) {
    super(`Configuration is wrong:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

interface Surroundings {
  /** What the values were held against. */
  readonly schema: z.ZodType;
  /** Paths of fields whose problem has been told already. */
  readonly unread?: ReadonlySet<string>;
  /** How a person has written a field, by its path, where that differs. */
  readonly nameInFile?: ReadonlyMap<string, string>;
}

type Issue = z.core.$ZodIssue;

/** How zod is to say that something is missing. */
export function mustBeSet({ input }: { readonly input?: unknown }): string | undefined {
  return input === undefined ? 'must be set' : undefined;
}

/** Every problem by its field. The value itself is never repeated, it may be a secret. */
export function problemsOf(error: z.ZodError, around: Surroundings): string[] {
  const { unread = new Set(), nameInFile = new Map<string, string>() } = around;
  return error.issues.flatMap(unfolded).flatMap((issue) => {
    const path = issue.path.map(String);
    const field = path.join('.');
    if (unread.has(field)) return [];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => {
        const written = nameInFile.get([...path, key].join('.')) ?? key;
        return `${[...path, written].join('.')}: ${unknownName(written, keysAt(around.schema, path))}`;
      });
    }
    const written = nameInFile.get(field);
    const shown = written === undefined ? path : [...path.slice(0, -1), written];
    return [`${shown.join('.') || '(all)'}: ${issue.message}`];
  });
}

/** `is not known: is X meant?` */
export function unknownName(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant === undefined ? 'is not known' : `is not known: is ${meant} meant?`;
}

/** Of several shapes that a value may have, the one that it was meant to have. */
function unfolded(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const [meant] = issue.errors
    .filter((issues) => !issues.some((one) => one.path.length === 0 && one.code === 'invalid_type'))
    .toSorted((left, right) => left.length - right.length);
  if (meant === undefined) return [issue];
  return meant.map((one) => ({ ...one, path: [...issue.path, ...one.path] })).flatMap(unfolded);
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

/** The names that may stand in the object at this place; for text also those with `File` at their end. */
function keysAt(schema: z.ZodType, path: readonly string[]): string[] {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const found = path.reduce<readonly JsonSchema[]>(
    (schemas, key) =>
      schemas.flatMap(alternatives).flatMap(({ properties, items }) => {
        const next = properties?.[key] ?? items;
        return next === undefined ? [] : [next];
      }),
    [root],
  );
  const keys = found
    .flatMap(alternatives)
    .flatMap(({ properties = {} }) => Object.keys(properties));
  return keys.flatMap((key) => [key, `${key}File`]);
}

function alternatives(schema: JsonSchema): JsonSchema[] {
  const others = [...(schema.anyOf ?? []), ...(schema.allOf ?? [])];
  return [schema, ...others.flatMap(alternatives)];
}
