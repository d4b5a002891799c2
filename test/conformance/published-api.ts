import { readFileSync } from 'node:fs';
import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Sent } from './recorder';

/**
 * The FSPIOP OpenAPI files that Mojaloop publishes, read as they are and made strict: no element that they
 * do not name. The hub itself validates what it gets against a lenient form of them, so that alone would
 * not show what it sends wrong.
 */
const files = {
  '1.0': require.resolve('@mojaloop/api-snippets/docs/fspiop-rest-v1.0-openapi3-snippets.yaml'),
  '1.1': require.resolve('@mojaloop/api-snippets/docs/fspiop-rest-v1.1-openapi3-snippets.yaml'),
  '2.0': require.resolve('@mojaloop/api-snippets/docs/fspiop-rest-v2.0-openapi3-snippets.yaml'),
};
type Version = keyof typeof files;

/**
 * The file of 1.0 has a text for `authenticationInfo`, and beside it the type that the standard has (7.4.2), which
 * nothing in it uses. The toolkit's own copy uses it.
 */
const corrections: Partial<Record<Version, object>> = {
  '1.0': {
    AuthorizationsIDPutResponse: {
      type: 'object',
      properties: {
        authenticationInfo: { $ref: '#/components/schemas/AuthenticationInfo' },
        responseType: { type: 'string' },
      },
      required: ['responseType'],
    },
  },
};

const referenceSchema = z.object({ $ref: z.string() });
const operationSchema = z.object({
  parameters: z.array(referenceSchema).default([]),
  requestBody: z
    .object({
      content: z.object({ 'application/json': z.object({ schema: referenceSchema }) }),
    })
    .optional(),
});
const pathSchema = z.object({
  parameters: z.array(referenceSchema).default([]),
  get: operationSchema.optional(),
  post: operationSchema.optional(),
  put: operationSchema.optional(),
  patch: operationSchema.optional(),
  delete: operationSchema.optional(),
});
const parameterSchema = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().default(false),
});
const fileSchema = z.object({
  paths: z.record(z.string(), pathSchema.catch({ parameters: [] })),
  components: z.object({
    schemas: z.record(z.string(), z.unknown()),
    parameters: z.record(z.string(), parameterSchema),
  }),
});

interface PublishedApi {
  readonly file: z.output<typeof fileSchema>;
  readonly validatorOf: (reference: string) => ValidateFunction;
}

const apis = new Map<Version, PublishedApi>();

/** What is wrong with a message that the hub has sent, in words; empty when nothing is. */
export function problemsOf(sent: Sent): string[] {
  const match = /^application\/vnd\.interoperability\.([a-zA-Z]+)\+json;version=(\d\.\d)$/.exec(
    sent.headers['content-type'] ?? '',
  );
  const [, resource = '', version = ''] = match ?? [];
  if (!isVersion(version)) return [`Content-Type: ${String(sent.headers['content-type'])}`];
  const path = sent.path.split('?', 1)[0] ?? '';
  // The file of 1.0 leaves most formats open; 1.1 has all that 1.0 has.
  const versions: Version[] = version === '1.0' ? ['1.0', '1.1'] : [version];
  return [
    ...(path.split('/')[1] === resource ? [] : [`Content-Type names ${resource}`]),
    ...headerProblems(sent),
    ...versions.flatMap((one) => messageProblems(apiOf(one), path, sent)),
  ];
}

function isVersion(text: string): text is Version {
  return text in files;
}

/** FSPIOP 3.2.1: Accept on requests only, dates as in RFC 7231, the destination where it is known. */
function headerProblems({ method, path, headers }: Sent): string[] {
  const isLookUp = method === 'GET' && /^\/(parties|participants)\//.test(path);
  const isRequest = method === 'GET' || method === 'POST';
  const date = new Date(headers.date ?? '');
  return [
    ...(isRequest === (headers.accept !== undefined) ? [] : ['Accept']),
    ...(Number.isNaN(date.getTime()) || date.toUTCString() !== headers.date ? ['Date'] : []),
    ...(isLookUp || headers['fspiop-destination'] !== undefined ? [] : ['FSPIOP-Destination']),
  ];
}

function messageProblems({ file, validatorOf }: PublishedApi, path: string, sent: Sent): string[] {
  const found = findPath(Object.keys(file.paths), path);
  const item = file.paths[found ?? ''];
  const operation = item?.[sent.method.toLowerCase() as 'get'];
  if (item === undefined || operation === undefined) return [`${sent.method} is not published`];
  const missing = [...item.parameters, ...operation.parameters]
    .map(({ $ref }) => file.components.parameters[nameOf($ref)])
    .filter((parameter) => parameter?.in === 'header' && parameter.required)
    .map((parameter) => parameter?.name ?? '')
    .filter((name) => sent.headers[name.toLowerCase()] === undefined);
  const reference = operation.requestBody?.content['application/json'].schema.$ref;
  if (reference === undefined) return sent.body === '' ? missing : [...missing, 'has a body'];
  const validate = validatorOf(reference);
  if (validate(JSON.parse(sent.body))) return missing;
  const errors = validate.errors ?? [];
  return [...missing, ...errors.map(wordsOf)];
}

function wordsOf({ instancePath, message, params }: NonNullable<ValidateFunction['errors']>[0]) {
  return `${instancePath === '' ? 'body' : instancePath} ${message} ${JSON.stringify(params)}`;
}

/** Of several that fit (`/{ID}/error`, `/{ID}/{SubId}`), the one with the fewest parameters. */
function findPath(templates: readonly string[], path: string): string | undefined {
  const parametersOf = (template: string) => template.split('{').length;
  return templates
    .filter((template) => new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path))
    .sort((left, right) => parametersOf(left) - parametersOf(right))[0];
}

function apiOf(version: Version): PublishedApi {
  const known = apis.get(version);
  if (known !== undefined) return known;
  const file = fileSchema.parse(parse(readFileSync(files[version], 'utf8')));
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  const schemas = closed({ ...file.components.schemas, ...corrections[version] });
  ajv.addSchema({ components: { schemas } }, 'api');
  const api: PublishedApi = {
    file,
    validatorOf: (reference) => {
      const validate = ajv.getSchema(`api${reference}`);
      if (validate === undefined) throw new Error(`FSPIOP ${version} has no ${reference}`);
      return validate;
    },
  };
  apis.set(version, api);
  return api;
}

const nameOf = (reference: string) => reference.split('/').at(-1) ?? '';

/** With `additionalProperties: false` wherever properties are named. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, closed(value)] as const),
  );
  const isObject = copy['type'] === 'object' && copy['properties'] !== undefined;
  return isObject ? { ...copy, additionalProperties: false } : copy;
}
