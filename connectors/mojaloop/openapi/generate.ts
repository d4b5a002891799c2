/**
 * Writes generated/fspiop-schemas.json from the FSPIOP OpenAPI files that Mojaloop publishes
 * (@mojaloop/api-snippets, a development package): run by the build and before the tests.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { currencyTable } from '../../common/money';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type Schemas = Record<string, Record<string, Json>>;

/**
 * The published 1.0 file has the same objects and required fields as 1.1, but says `string` where 1.1 names
 * the type, and has no PATCH: 1.1's schemas serve both, so that 1.0 is checked as its text demands.
 */
const files = {
  '1.1': require.resolve('@mojaloop/api-snippets/docs/fspiop-rest-v1.1-openapi3-snippets.yaml'),
  '2.0': require.resolve('@mojaloop/api-snippets/docs/fspiop-rest-v2.0-openapi3-snippets.yaml'),
};
const target = join(__dirname, 'generated/fspiop-schemas.json');

export default function generate(): void {
  const documents = Object.fromEntries(
    Object.entries(files).map(([version, file]) => [version, schemasOf(file)]),
  );
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, JSON.stringify(documents));
}

function schemasOf(file: string): Schemas {
  const document = parseYaml(readFileSync(file, 'utf8')) as { components: { schemas: Schemas } };
  return patched(withoutProse(document.components.schemas) as Schemas);
}

/** Prose is most of the files; `additionalProperties: false` would refuse what every switch lets pass. */
function withoutProse(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutProse);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([key, item]) =>
      !(key === 'description' && typeof item === 'string') &&
      !(key === 'title' && typeof item === 'string') &&
      !(key === 'additionalProperties' && item === false) &&
      key !== 'example',
  );
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutProse(item)]));
}

function patched(schemas: Schemas): Schemas {
  const result: Schemas = {
    ...schemas,
    // Peers of a 2.0 scheme send ULIDs whatever version the message has.
    CorrelationId: {
      type: 'string',
      pattern:
        '^[0-9a-f]{8}-[0-9a-f]{4}-[1-7][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$|^[0-9A-HJKMNP-TV-Z]{26}$',
    },
    // Their list ends in 2018. Whether a tenant has the currency is for its own list to say.
    Currency: {
      ...schemas['Currency'],
      enum: union(schemas['Currency']?.['enum'], codesOfToday),
    },
    // The query of GET /authorizations/{ID} (FSPIOP 6.6.3.1), which the files leave out.
    AuthorizationsIDGetQuery: objectOf({
      authenticationType: 'AuthenticationType',
      retriesLeft: 'Integer',
      amount: 'Amount',
      currency: 'Currency',
    }),
  };
  // A verdict on money must not be lost because a switch writes its dates or causes carelessly.
  for (const name of ['TransfersIDPutResponse', 'TransfersIDPatchResponse']) {
    const schema = schemas[name];
    if (schema === undefined) continue;
    const properties = schema['properties'] as Record<string, Json>;
    const lenient = { ...properties, completedTimestamp: {}, extensionList: {} };
    result[name] = { ...schema, properties: lenient };
  }
  return result;
}

const codesOfToday = currencyTable.map(([code]) => code);

function union(published: Json | undefined, added: readonly string[]): Json {
  if (!Array.isArray(published)) throw new Error('the published files list no currencies');
  return [...new Set([...(published as readonly Json[]), ...added])];
}

function objectOf(fields: Record<string, string>): Record<string, Json> {
  const properties = Object.entries(fields).map(([name, schema]) => [
    name,
    { $ref: `#/components/schemas/${schema}` },
  ]);
  return {
    type: 'object',
    properties: Object.fromEntries(properties) as Json,
    required: Object.keys(fields),
  };
}

if (require.main === module) generate();
