/** The levels of a JSON schema, down to the last: at which of them a name that nobody knows is refused. */

export interface JsonSchema {
  readonly $ref?: string;
  readonly allOf?: readonly JsonSchema[];
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly items?: JsonSchema;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
}

export interface Level {
  /** `roles.channel.disk`; an item of a list is `0`, and of a map one of the names that it may have. */
  readonly path: readonly string[];
  /** Names that it knows. Undefined where it takes any, for they are not ours: labels, or parts of Kubernetes. */
  readonly keys: readonly string[] | undefined;
}

/** @throws Error for a part of JSON schema that it does not know */
export function levelsOf(root: JsonSchema): readonly Level[] {
  return [...walk(root, root, [])];
}

function* walk(root: JsonSchema, raw: JsonSchema, path: readonly string[]): Generator<Level> {
  const schema = resolved(root, raw);
  if (schema.type === 'array') yield* walk(root, schema.items ?? {}, [...path, '0']);
  if (schema.type !== 'object') return;
  const { properties = {}, additionalProperties } = schema;
  const isClosed = additionalProperties === false;
  yield { path, keys: isClosed ? Object.keys(properties) : undefined };
  for (const [key, value] of Object.entries(properties)) yield* walk(root, value, [...path, key]);
  if (typeof additionalProperties === 'object') {
    yield* walk(root, additionalProperties, [...path, nameFor(root, schema)]);
  }
}

/** What it refers to, and what it adds to that. */
function resolved(root: JsonSchema, { $ref, allOf = [], ...own }: JsonSchema): JsonSchema {
  const parts = [...($ref === undefined ? [] : [definitionOf(root, $ref)]), ...allOf];
  return Object.assign({}, ...parts.map((part) => resolved(root, part)), own) as JsonSchema;
}

function definitionOf({ definitions }: JsonSchema, reference: string): JsonSchema {
  const [, name = ''] = /^#\/definitions\/([^/]+)$/.exec(reference) ?? [];
  const definition = definitions?.[name];
  if (definition === undefined) throw new Error(`${reference} is no definition of this schema`);
  return definition;
}

function nameFor(root: JsonSchema, { propertyNames = {} }: JsonSchema): string {
  const [first] = resolved(root, propertyNames).enum ?? [];
  return typeof first === 'string' ? first : 'any';
}

/** `replicas` becomes `relpicas`: two letters change places, or one is said twice. Never another of the names. */
export function misspell(key: string, others: readonly string[]): string {
  for (let at = Math.floor(key.length / 2); at > 0; at -= 1) {
    const swapped = `${key.slice(0, at - 1)}${key.charAt(at)}${key.charAt(at - 1)}${key.slice(at + 1)}`;
    if (swapped !== key && !others.includes(swapped)) return swapped;
  }
  return `${key}${key.slice(-1)}`;
}

type Tree = Record<string, unknown> | unknown[];

/** One tree of values with a text at each of the paths. */
export function valuesWith(paths: readonly (readonly string[])[]): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const path of paths) {
    let here: Tree = root;
    path.forEach((step, index) => {
      const next = path[index + 1];
      const fresh = next === undefined ? 'x' : next === '0' ? [] : {};
      here = child(here, step, fresh) as Tree;
    });
  }
  return root;
}

function child(tree: Tree, step: string, fresh: unknown): unknown {
  if (Array.isArray(tree)) return (tree[Number(step)] ??= fresh);
  return (tree[step] ??= fresh);
}
