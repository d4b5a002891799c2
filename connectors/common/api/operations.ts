/** The operations of an API's openapi.yaml: what each of them takes, and which scope it wants. */
import type { ValidateFunction } from 'ajv/dist/2020';
import { readOpenApi, type OpenApi, type OpenApiDocument } from './openapi';

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
  /** Fields of that body in which persons are named: `x-personal: true`. */
  readonly personalFields: readonly string[];
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly isRequired: boolean;
  readonly isInteger: boolean;
  readonly check: ValidateFunction;
}

export interface DescribedApi {
  readonly document: OpenApiDocument;
  readonly operations: readonly Operation[];
  /** For who reads a large body by itself. */
  bodyCheckOf(operationId: string): ValidateFunction;
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

interface WrittenSchema {
  readonly properties?: Readonly<Record<string, { readonly 'x-personal'?: true }>>;
}

interface WrittenOperation {
  readonly operationId: string;
  readonly security: readonly [{ readonly token: readonly [string] }];
  readonly parameters?: readonly (WrittenParameter | Reference)[];
  readonly requestBody?: WrittenBody | Reference;
}

interface WrittenDocument extends OpenApiDocument {
  readonly paths: Readonly<
    Record<string, Readonly<Partial<Record<Operation['method'], WrittenOperation>>>>
  >;
  readonly components: {
    readonly parameters?: Readonly<Record<string, WrittenParameter>>;
    readonly requestBodies?: Readonly<Record<string, WrittenBody>>;
    readonly schemas?: Readonly<Record<string, WrittenSchema>>;
  };
}

/** @param file openapi.yaml, each of whose operations names one scope of the token */
export function describeApi(file: string): DescribedApi {
  const openApi = readOpenApi<WrittenDocument>(file);
  const { document } = openApi;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    (['get', 'post', 'put'] as const).flatMap((method) => {
      const written = methods[method];
      return written === undefined ? [] : [operationOf(openApi, method, path, written)];
    }),
  );
  const bodyCheckOf = (operationId: string): ValidateFunction => {
    const check = operations.find((one) => one.operationId === operationId)?.checkBody;
    if (check === undefined) throw new Error(`${operationId} takes no JSON`);
    return check;
  };
  return { document, operations, bodyCheckOf };
}

function operationOf(
  openApi: OpenApi<WrittenDocument>,
  method: Operation['method'],
  path: string,
  { operationId, security, parameters = [], requestBody }: WrittenOperation,
): Operation {
  const { components } = openApi.document;
  const { content }: WrittenBody =
    requestBody === undefined
      ? { content: {} }
      : resolved(requestBody, components.requestBodies ?? {});
  const bodySchema = content['application/json']?.schema;
  return {
    operationId,
    method,
    path,
    scope: security[0].token[0],
    parameters: parameters.map((one) =>
      parameterOf(openApi, resolved(one, components.parameters ?? {})),
    ),
    mediaTypes: Object.keys(content),
    checkBody: bodySchema && openApi.compile(bodySchema),
    personalFields: personalFieldsOf(bodySchema && resolved(bodySchema, components.schemas ?? {})),
  };
}

function personalFieldsOf({ properties = {} }: WrittenSchema = {}): readonly string[] {
  return Object.keys(properties).filter((name) => properties[name]?.['x-personal'] === true);
}

function parameterOf(openApi: OpenApi<WrittenDocument>, written: WrittenParameter): Parameter {
  return {
    name: written.name,
    in: written.in,
    isRequired: written.required === true,
    isInteger: written.schema.type === 'integer',
    check: openApi.compile(written.schema),
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
