/** The API as its users read it, and what requests are held to. Both come from openapi.yaml. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ValidateFunction } from 'ajv/dist/2020';
import { parse as parseYaml } from 'yaml';
import { ajvOf } from '../../common/api/schema-errors';

export interface Operation {
  readonly operationId: string;
  readonly method: 'get' | 'post' | 'put';
  /** `/rule-sets/{id}` */
  readonly path: string;
  readonly scope: string;
  readonly parameters: readonly Parameter[];
  /** None: the operation takes no body. */
  readonly mediaTypes: readonly string[];
  /** Of a body of JSON. */
  readonly checkBody: ValidateFunction | undefined;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly isRequired: boolean;
  readonly isInteger: boolean;
  readonly check: ValidateFunction;
}

interface Reference {
  readonly $ref: string;
}

interface WrittenParameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required?: boolean;
  readonly schema: { readonly type?: string };
}

interface WrittenBody {
  readonly content: Readonly<Record<string, { readonly schema?: object }>>;
}

interface WrittenOperation {
  readonly operationId: string;
  readonly security: readonly [{ readonly token: readonly [string] }];
  readonly parameters?: readonly (WrittenParameter | Reference)[];
  readonly requestBody?: WrittenBody | Reference;
}

interface WrittenDocument {
  readonly info: { readonly title: string };
  readonly paths: Readonly<
    Record<string, Readonly<Partial<Record<Operation['method'], WrittenOperation>>>>
  >;
  readonly components: {
    readonly parameters: Readonly<Record<string, WrittenParameter>>;
    readonly requestBodies: Readonly<Record<string, WrittenBody>>;
  };
}

const documentName = 'fee-rules';

export const openApiDocument = parseYaml(
  readFileSync(join(__dirname, 'openapi.yaml'), 'utf8'),
) as WrittenDocument;

const ajv = ajvOf(documentName, openApiDocument);

export const operations: readonly Operation[] = Object.entries(openApiDocument.paths).flatMap(
  ([path, methods]) =>
    (['get', 'post', 'put'] as const).flatMap((method) => {
      const written = methods[method];
      return written === undefined ? [] : [operationOf(method, path, written)];
    }),
);

function operationOf(
  method: Operation['method'],
  path: string,
  { operationId, security, parameters = [], requestBody }: WrittenOperation,
): Operation {
  const { content }: WrittenBody =
    requestBody === undefined
      ? { content: {} }
      : resolved(requestBody, openApiDocument.components.requestBodies);
  const bodySchema = content['application/json']?.schema;
  return {
    operationId,
    method,
    path,
    scope: security[0].token[0],
    parameters: parameters.map((one) =>
      parameterOf(resolved(one, openApiDocument.components.parameters)),
    ),
    mediaTypes: Object.keys(content),
    checkBody: bodySchema && compile(bodySchema),
  };
}

function parameterOf(written: WrittenParameter): Parameter {
  return {
    name: written.name,
    in: written.in,
    isRequired: written.required === true,
    isInteger: written.schema.type === 'integer',
    check: compile(written.schema),
  };
}

/** `#/components/parameters/RuleSetId` by its last part: each kind has a place of its own. */
function resolved<Written extends object>(
  written: Written | Reference,
  named: Readonly<Record<string, Written>>,
): Written {
  if (!isReference(written)) return written;
  const name = written.$ref.split('/').at(-1) ?? '';
  const found = named[name];
  if (found === undefined) throw new Error(`openapi.yaml: there is no ${name}`);
  return found;
}

function isReference(written: object): written is Reference {
  return '$ref' in written;
}

function compile(schema: object): ValidateFunction {
  return ajv.compile(pointingInto(schema) as object);
}

/** A schema taken out of the document: its references are to the document. */
function pointingInto(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(pointingInto);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) =>
      key === '$ref' && typeof value === 'string'
        ? [key, documentName + value]
        : [key, pointingInto(value)],
    ),
  );
}

/** For the thread that reads large bodies. */
export function bodyCheckOf(operationId: string): ValidateFunction {
  const check = operations.find((one) => one.operationId === operationId)?.checkBody;
  if (check === undefined) throw new Error(`${operationId} takes no JSON`);
  return check;
}
