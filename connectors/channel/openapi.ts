import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ValidateFunction } from 'ajv/dist/2020';
import { parse as parseYaml } from 'yaml';
import type { FieldError } from '../common/api/problems';
import { ajvOf, checkSchema, type Checked } from '../common/api/schema-errors';
import type { PaymentRequest } from '../common/contracts/variables';

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

const ajv = ajvOf('channel', openApiDocument);

const validators = {
  TransferRequest: compile<TransferBody>('TransferRequest'),
  Decision: compile<DecisionBody>('Decision'),
  TransactionId: compile<string>('TransactionId'),
  ClientCorrelationId: compile<string>('ClientCorrelationId'),
};

function compile<Value>(name: string): ValidateFunction<Value> {
  return ajv.compile<Value>({ $ref: `channel#/components/schemas/${name}` });
}

export function checkTransferBody(body: unknown): Checked<TransferBody> {
  return checkSchema(validators.TransferRequest, body);
}

export function checkDecisionBody(body: unknown): Checked<DecisionBody> {
  return checkSchema(validators.Decision, body);
}

export function checkTransactionId(id: unknown): readonly FieldError[] {
  const checked = checkParameter('id', validators.TransactionId, id);
  return 'value' in checked ? [] : checked.errors;
}

export function checkClientCorrelationId(id: unknown): CheckedParameter {
  return checkParameter('clientCorrelationId', validators.ClientCorrelationId, id);
}

type CheckedParameter = { readonly value: string } | { readonly errors: readonly FieldError[] };

function checkParameter(
  parameter: string,
  validate: ValidateFunction<string>,
  value: unknown,
): CheckedParameter {
  const checked = checkSchema(validate, value);
  if ('value' in checked) return checked;
  return { errors: checked.errors.map(({ detail }) => ({ parameter, detail })) };
}
