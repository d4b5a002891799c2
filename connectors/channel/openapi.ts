import { join } from 'node:path';
import type { ValidateFunction } from 'ajv/dist/2020';
import { readOpenApi } from '../common/api/openapi';
import type { FieldError } from '../common/api/problems';
import { checkSchema, type Checked } from '../common/api/schema-errors';
import type { Channel, Payment } from '../common/contracts/payer-transfer';
import type { PartyId, TransactionType } from '../common/contracts/fspiop';
import type { UseCaseName } from '../common/contracts/use-cases';
import type { Money } from '../common/money';
import { allUseCases } from './addresses';
import type { Reference } from './qr/merchant-code';
import { requestSchemaName, withUseCases, type Written } from './use-case-paths';

export interface OpenApiDocument extends Written {
  readonly info: { readonly title: string; readonly description: string };
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly components: Written['components'] & {
    readonly securitySchemes: Readonly<Record<string, unknown>>;
  };
}

/** What the channel was asked for, after validation. */
export type PaymentRequest = Omit<
  Payment,
  'origin' | 'switchName' | 'lookupKey' | 'authentication' | 'transactionRequestId' | 'requestedBy'
> &
  Pick<Channel, 'callbackUrl'>;

/** The body of a POST by which a payment is asked for, as it comes: what has a default may be missing. */
type Defaulted = 'amountType' | 'transactionType' | 'askPayer';
export type TransferBody = Omit<PaymentRequest, Defaulted> &
  Partial<Pick<PaymentRequest, Defaulted>> &
  Partial<Pick<TransactionType, 'initiator' | 'initiatorType'>> & {
    clientCorrelationId: string;
    /** Of a refund. */
    originalTransactionId?: string;
    refundReason?: string;
    /** Where one address is for several. */
    useCase?: UseCaseName;
  };

/** The body by which a code is asked for beforehand. */
export interface CodeRequestBody {
  readonly clientCorrelationId: string;
  readonly payer: PartyId;
  readonly amount: Money;
  readonly amountLimit?: 'EXACT' | 'MAX';
  readonly feesMax?: string;
  readonly callbackUrl?: string;
}

/** The same of a request that names the payee by what was scanned. */
export type ScannedBody = Omit<TransferBody, 'payee' | 'amount'> & {
  readonly qrCode: string;
  /** Of what is bought; needed where the code does not say it. */
  readonly amount?: Money;
  readonly tip?: Money;
};

export interface QrCodeBody {
  readonly payee: Payment['payee'];
  readonly currency: string;
  readonly amount?: string;
  readonly askTip?: boolean;
  readonly fixedFee?: string;
  readonly feePercentage?: string;
  readonly merchantName: string;
  readonly merchantCity: string;
  readonly merchantCategoryCode: string;
  readonly countryCode: string;
  readonly references?: Readonly<Partial<Record<Reference, string>>>;
}

/** What a payer has answered at the payee's device. */
export type DeviceAnswerBody = { readonly questionId?: string } & (
  | { readonly responseType: 'ENTERED'; readonly authenticationValue: string }
  | { readonly responseType: 'REJECTED' | 'RESEND'; readonly authenticationValue?: never }
);

export interface DecisionBody {
  readonly decision: 'accept' | 'refuse';
}

function read() {
  const openApi = readOpenApi<OpenApiDocument>(join(__dirname, 'openapi.yaml'), withUseCases);
  const ofRequest = (name: UseCaseName) =>
    openApi.schema<TransferBody | ScannedBody>(requestSchemaName(name));
  return {
    document: openApi.document,
    requests: Object.fromEntries(allUseCases.map((name) => [name, ofRequest(name)])) as Readonly<
      Record<UseCaseName, ValidateFunction<TransferBody | ScannedBody>>
    >,
    DeviceAnswer: openApi.schema<DeviceAnswerBody>('DeviceAnswer'),
    AuthorizationCodeRequest: openApi.schema<CodeRequestBody>('AuthorizationCodeRequest'),
    QrCodeRequest: openApi.schema<QrCodeBody>('QrCodeRequest'),
    Decision: openApi.schema<DecisionBody>('Decision'),
    TransactionId: openApi.schema<string>('TransactionId'),
    ClientCorrelationId: openApi.schema<string>('ClientCorrelationId'),
  };
}

let known: ReturnType<typeof read> | undefined;

/** Read when the role starts: the processes of other roles have no use for it. */
const api = () => (known ??= read());

export function openApiDocument(): OpenApiDocument {
  return api().document;
}

export function checkTransferBody(
  useCase: UseCaseName,
  body: unknown,
): Checked<TransferBody | ScannedBody> {
  return checkSchema(api().requests[useCase], body);
}

export function checkCodeRequestBody(body: unknown): Checked<CodeRequestBody> {
  return checkSchema(api().AuthorizationCodeRequest, body);
}

export function checkDeviceAnswerBody(body: unknown): Checked<DeviceAnswerBody> {
  return checkSchema(api().DeviceAnswer, body);
}

export function checkDecisionBody(body: unknown): Checked<DecisionBody> {
  return checkSchema(api().Decision, body);
}

export function checkQrCodeBody(body: unknown): Checked<QrCodeBody> {
  return checkSchema(api().QrCodeRequest, body);
}

export function checkId(id: unknown): readonly FieldError[] {
  const checked = checkParameter('id', api().TransactionId, id);
  return 'value' in checked ? [] : checked.errors;
}

export function checkClientCorrelationId(id: unknown): CheckedParameter {
  return checkParameter('clientCorrelationId', api().ClientCorrelationId, id);
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
