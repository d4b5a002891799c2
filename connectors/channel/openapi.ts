import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { parse as parseYaml } from 'yaml';
import type { PaymentRequest } from '../common/contracts/variables';
import { escapePointer } from './json-body';
import type { FieldError } from './problems';

export interface OpenApiDocument {
  readonly info: { readonly title: string; readonly description: string };
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly components: { readonly securitySchemes: Readonly<Record<string, unknown>> };
}

/** The API as its users read it, and what requests are held to. Both come from this one file. */
export const openApiDocument = parseYaml(
  readFileSync(join(__dirname, 'openapi.yaml'), 'utf8'),
) as OpenApiDocument;

/** The body of POST /channel/transfer as it comes: what has a default may be missing. */
type Defaulted = 'amountType' | 'transactionType' | 'askPayer';
export type TransferBody = Omit<PaymentRequest, Defaulted> &
  Partial<Pick<PaymentRequest, Defaulted>> & { clientCorrelationId: string };

export interface DecisionBody {
  readonly decision: 'accept' | 'refuse';
}

// `strict` would refuse what OpenAPI adds to JSON Schema; `ownProperties` keeps prototypes out.
const ajv = new Ajv2020({ allErrors: true, verbose: true, ownProperties: true, strict: false });
addFormats(ajv);
ajv.addSchema(openApiDocument, 'channel');

const validators = {
  TransferRequest: compile<TransferBody>('TransferRequest'),
  Decision: compile<DecisionBody>('Decision'),
  TransactionId: compile<string>('TransactionId'),
};

function compile<Value>(name: string): ValidateFunction<Value> {
  return ajv.compile<Value>({ $ref: `channel#/components/schemas/${name}` });
}

/** A value that a schema of the OpenAPI document was checked on, or every wrong place in it. */
export type Checked<Value> =
  | { readonly value: Value }
  | { readonly errors: readonly { readonly pointer: string; readonly detail: string }[] };

export function checkTransferBody(body: unknown): Checked<TransferBody> {
  return check(validators.TransferRequest, body);
}

export function checkDecisionBody(body: unknown): Checked<DecisionBody> {
  return check(validators.Decision, body);
}

export function checkTransactionId(id: unknown): readonly FieldError[] {
  const checked = check(validators.TransactionId, id);
  if ('value' in checked) return [];
  return checked.errors.map(({ detail }) => ({ parameter: 'id', detail }));
}

function check<Value>(validate: ValidateFunction<Value>, body: unknown): Checked<Value> {
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
  switch (error.keyword) {
    case 'required':
      return 'must be there';
    case 'additionalProperties':
      return 'is not a known field';
    case 'enum':
      return `must be one of ${(error.schema as string[]).join(', ')}`;
    case 'pattern':
      return `has not the right form: ${(error.parentSchema as { description: string }).description}`;
    default:
      return error.message ?? 'is wrong';
  }
}
