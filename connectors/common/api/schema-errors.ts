import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { escapePointer } from './json-body';

/** `document` is an OpenAPI 3.1 document; its schemas are `<name>#/components/schemas/...`. */
export function ajvOf(name: string, document: object): Ajv2020 {
  // `strict` would refuse what OpenAPI adds to JSON Schema; `ownProperties` keeps prototypes out.
  const ajv = new Ajv2020({ allErrors: true, verbose: true, ownProperties: true, strict: false });
  addFormats(ajv);
  ajv.addSchema(document, name);
  return ajv;
}

/** A value that fits its schema, or every wrong place in it. */
export type Checked<Value> =
  | { readonly value: Value }
  | { readonly errors: readonly { readonly pointer: string; readonly detail: string }[] };

export function checkSchema<Value>(
  validate: ValidateFunction<Value>,
  body: unknown,
): Checked<Value> {
  if (validate(body)) return { value: body };
  const details = new Map<string, string>();
  for (const error of validate.errors ?? []) {
    const pointer = pointerOf(error);
    // The first reason is enough; `if` only says that its `then` did not hold, which says why itself.
    if (error.keyword !== 'if' && !details.has(pointer)) details.set(pointer, detailOf(error));
  }
  return { errors: Array.from(details, ([pointer, detail]) => ({ pointer, detail })) };
}

function pointerOf(error: ErrorObject): string {
  const params = error.params as { missingProperty?: string; additionalProperty?: string };
  const property = params.missingProperty ?? params.additionalProperty;
  return property === undefined
    ? error.instancePath
    : `${error.instancePath}/${escapePointer(property)}`;
}

function detailOf(error: ErrorObject): string {
  const { description } = (error.parentSchema ?? {}) as { description?: string };
  switch (error.keyword) {
    case 'required':
      return 'must be there';
    case 'additionalProperties':
      return 'is not a known field';
    case 'enum':
      return `must be one of ${(error.schema as string[]).join(', ')}`;
    case 'not':
      return `must not be there${description === undefined ? '' : `: ${description}`}`;
    case 'pattern':
      return `has not the right form${description === undefined ? '' : `: ${description}`}`;
    default:
      return error.message ?? 'is wrong';
  }
}
