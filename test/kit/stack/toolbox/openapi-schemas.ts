/** Kubernetes' schemas once more, as an API server publishes them and kubectl-validate reads them. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Schema = Readonly<Record<string, Json>>;

const prefix = '#/components/schemas/';

/**
 * From `_definitions.json` of strict JSON schemas: `api/v1.json`, `apis/<group>/<version>.json`, each with what it
 * refers to. Definitions of custom resources are left out: they contain themselves.
 */
export function writeOpenApi(definitionsFile: string, folder: string): void {
  const { $defs } = JSON.parse(readFileSync(definitionsFile, 'latin1')) as {
    readonly $defs: Readonly<Record<string, Schema>>;
  };
  const schemas = new Map(
    Object.entries($defs).map(([name, schema]) => [
      name,
      ofAnyVersion(asOpenApi(schema) as Schema),
    ]),
  );
  for (const [path, names] of filesOf(schemas)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    const all = [...withReferences(schemas, names)].map((name) => [name, schemas.get(name)]);
    const components = { schemas: Object.fromEntries(all) as object };
    const info = { title: 'Kubernetes', version: path };
    writeFileSync(file, JSON.stringify({ openapi: '3.0.0', info, paths: {}, components }));
  }
}

/** There the core group is called `core/v1`, as no manifest calls it; the file says which version it is of. */
function ofAnyVersion(schema: Schema): Schema {
  if (schema['x-kubernetes-group-version-kind'] === undefined) return schema;
  const properties = schema['properties'] as Schema;
  return { ...schema, properties: { ...properties, apiVersion: { type: 'string' } } };
}

interface Kind {
  readonly group: string;
  readonly version: string;
}

function filesOf(schemas: ReadonlyMap<string, Schema>): ReadonlyMap<string, readonly string[]> {
  const files = new Map<string, string[]>();
  for (const [name, schema] of schemas) {
    const kinds = (schema['x-kubernetes-group-version-kind'] ?? []) as unknown as readonly Kind[];
    // What is in many groups, such as the options of a deletion, is no object that is applied.
    const [kind] = kinds;
    if (kind === undefined || kinds.length > 1 || kind.group === 'apiextensions.k8s.io') continue;
    const { group, version } = kind;
    const path = group === '' ? `api/${version}.json` : `apis/${group}/${version}.json`;
    files.set(path, [...(files.get(path) ?? []), name]);
  }
  return files;
}

function withReferences(
  schemas: ReadonlyMap<string, Schema>,
  names: readonly string[],
): ReadonlySet<string> {
  const all = new Set<string>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (all.has(name)) continue;
    all.add(name);
    const text = JSON.stringify(schemas.get(name));
    waiting.push(
      ...[...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, to = '']) => to),
    );
  }
  return all;
}

/** OpenAPI 3.0 has one type each, and nothing beside a reference; and an API server's schemas let unknown fields be. */
function asOpenApi(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(asOpenApi);
  if (typeof value !== 'object' || value === null) return value;
  const { $ref, additionalProperties, type, ...others } = value as Schema;
  const rest = Object.fromEntries(
    Object.entries(others).map(([key, inner]) => [key, asOpenApi(inner)]),
  );
  return {
    ...rest,
    ...(typeof $ref === 'string' && { allOf: [{ $ref: $ref.replace('#/$defs/', prefix) }] }),
    ...(typeof additionalProperties === 'object' && {
      additionalProperties: asOpenApi(additionalProperties),
    }),
    ...(type !== undefined && { type: Array.isArray(type) ? (type[0] ?? null) : asOpenApi(type) }),
  };
}
