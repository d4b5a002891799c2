import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { translated, type Translated } from '../words/languages';
import { escapePointer } from './json-body';
import { schemaWords } from './problem-words';

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
  | {
      readonly errors: readonly {
        readonly pointer: string;
        readonly detail: string | Translated;
      }[];
    };

export function checkSchema<Value>(
  validate: ValidateFunction<Value>,
  body: unknown,
): Checked<Value> {
  if (validate(body)) return { value: body };
  const details = new Map<string, Translated>();
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

/** In English as the checker says it, which machines' makers know. */
function detailOf(error: ErrorObject): Translated {
  const { description } = (error.parentSchema ?? {}) as { description?: string };
  const params = error.params as { limit?: number; type?: string | string[]; format?: string };
  const { limit = 0, type = [], format = '' } = params;
  return translated(schemaWords, (said) => {
    switch (error.keyword) {
      case 'required':
      case 'additionalProperties':
        return said[error.keyword];
      case 'enum':
        return said.enum(error.schema as string[]);
      case 'not':
      case 'pattern':
        return said[error.keyword](description);
      case 'minLength':
      case 'maxLength':
      case 'minItems':
      case 'maxItems':
      case 'minProperties':
      case 'minimum':
      case 'maximum':
        return said[error.keyword](limit);
      case 'type':
        return said.type([type].flat());
      case 'format':
        return said.format(format);
      default:
        return said.wrong(error.message);
    }
  });
}
