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
  const checked = checkSchema(validators.TransactionId, id);
  if ('value' in checked) return [];
  return checked.errors.map(({ detail }) => ({ parameter: 'id', detail }));
}
