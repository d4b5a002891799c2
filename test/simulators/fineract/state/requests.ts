import type { Exact } from './decimal';
import { Unmapped } from './errors';
import { readExpiration, type Expiration } from './expiration';
import {
  arrayField,
  decimalField,
  enumField,
  isJsonObject,
  objectField,
  rejectUnknownFields,
  text,
  Validator,
  type JsonObject,
} from './fields';

export interface RequestedMoney {
  readonly amount: Exact;
  readonly currency: string;
}

export interface Extension {
  readonly key: string;
  readonly value: string | undefined;
}

export interface CommonRequest {
  readonly transactionCode: string;
  readonly requestCode: string | undefined;
  readonly accountId: string;
  readonly amount: RequestedMoney;
  readonly role: 'PAYER' | 'PAYEE';
  readonly note: string | undefined;
  readonly expiration: Expiration | undefined;
  readonly extensions: readonly Extension[] | undefined;
  /** Fee or disclosed fees: whatever else must be in the account's currency, or Fineract throws. */
  readonly fee: RequestedMoney | undefined;
  /** With both, Fineract can word a date into an error; without, it throws. */
  readonly dateFormat: string | undefined;
}

export interface TransferRequest extends CommonRequest {
  readonly transferCode: string;
  readonly commission: RequestedMoney | undefined;
}

export interface QuoteRequest extends CommonRequest {
  readonly quoteCode: string;
}

const roles = ['PAYER', 'PAYEE'] as const;
const scenarios = ['DEPOSIT', 'WITHDRAWAL', 'TRANSFER', 'PAYMENT', 'REFUND'] as const;
const initiatorTypes = ['CONSUMER', 'AGENT', 'BUSINESS', 'DEVICE'] as const;
const commonFields = [
  'transactionCode',
  'accountId',
  'amount',
  'transactionType',
  'transactionRole',
  'note',
  'expiration',
  'extensionList',
  'locale',
  'dateFormat',
];
const transferFields = [...commonFields, 'transferCode', 'fspFee', 'fspCommission'];
const requestFields = [...commonFields, 'requestCode', 'geoCode'];
const quoteFields = [...requestFields, 'quoteCode', 'amountType', 'fees'];

export function readTransfer(body: JsonObject): TransferRequest {
  rejectUnknownFields(body, transferFields);
  const validator = new Validator('interoperation.transfer');
  const common = readCommon(body, validator);
  const transferCode = text(body, 'transferCode');
  validator.mandatory('transferCode', transferCode);
  validator.merge();
  const fee = readMoney(objectField(body, 'fspFee'), validator);
  validator.merge();
  const commission = readMoney(objectField(body, 'fspCommission'), validator);
  validator.mandatory('transactionRole', text(body, 'transactionRole'));
  validator.merge();
  validator.throwErrors();
  return { ...completed(common, fee), transferCode: validated(transferCode), commission };
}

export function readQuote(body: JsonObject): QuoteRequest {
  rejectUnknownFields(body, quoteFields);
  const validator = new Validator('interoperation.quote');
  const common = readCommon(body, validator);
  const quoteCode = text(body, 'quoteCode');
  validator.mandatory('quoteCode', quoteCode);
  enumField(text(body, 'amountType'), ['SEND', 'RECEIVE']);
  validator.merge();
  const fee = readMoney(objectField(body, 'fees'), validator);
  validator.mandatory('transactionRole', text(body, 'transactionRole'));
  validator.mandatory('transactionType', objectField(body, 'transactionType'));
  validator.merge();
  validator.throwErrors();
  return { ...completed(common, fee), quoteCode: validated(quoteCode) };
}

export function readPaymentRequest(body: JsonObject): CommonRequest {
  rejectUnknownFields(body, requestFields);
  const validator = new Validator('interoperation.request');
  const common = readCommon(body, validator);
  if (validator.hasErrors) throw new Unmapped('java.lang.NullPointerException: interopRequestData');
  validator.mandatory('requestCode', common.requestCode);
  validator.mandatory('transactionType', objectField(body, 'transactionType'));
  validator.oneOf('transactionRole', common.role, ['PAYER']);
  validator.merge();
  validator.throwErrors();
  return completed(common, undefined);
}

export function readIdentifier(body: JsonObject): string {
  rejectUnknownFields(body, ['accountId']);
  const validator = new Validator('interoperation.identifier');
  const accountId = text(body, 'accountId');
  validator.mandatory('accountId', accountId);
  validator.merge();
  validator.throwErrors();
  return validated(accountId);
}

type Mandatory = 'transactionCode' | 'accountId' | 'amount';
type ParsedCommon = Omit<CommonRequest, Mandatory | 'fee'> & {
  readonly [K in Mandatory]: CommonRequest[K] | undefined;
};

/** The order of the checks, and where a group is merged, decide how often a fault is told. */
function readCommon(body: JsonObject, validator: Validator): ParsedCommon {
  const transactionCode = text(body, 'transactionCode');
  validator.mandatory('transactionCode', transactionCode);
  const accountId = text(body, 'accountId');
  validator.mandatory('accountId', accountId);
  const moneyObject = objectField(body, 'amount');
  validator.mandatory('amount', moneyObject);
  validator.merge();
  const amount = readMoney(moneyObject, validator);
  readTransactionType(objectField(body, 'transactionType'), validator);
  const roleText = text(body, 'transactionRole');
  const role = roleText === undefined ? 'PAYER' : enumField(roleText, roles);
  readGeoCode(objectField(body, 'geoCode'), validator);
  const expiration = readExpiration(body);
  const extensions = readExtensions(arrayField(body, 'extensionList'), validator);
  return {
    transactionCode,
    accountId,
    amount,
    role,
    expiration,
    extensions,
    requestCode: text(body, 'requestCode'),
    note: text(body, 'note'),
    dateFormat: text(body, 'dateFormat'),
  };
}

function readMoney(
  object: JsonObject | undefined,
  validator: Validator,
): RequestedMoney | undefined {
  if (object === undefined) return undefined;
  rejectUnknownFields(object, ['amount', 'currency', 'locale']);
  const amount = decimalField(object, 'amount');
  validator.mandatory('amount', amount);
  validator.zeroOrMore('amount', amount);
  const currency = text(object, 'currency');
  validator.mandatory('currency', currency);
  validator.atMost('currency', currency, 3);
  validator.merge();
  return amount === undefined || currency === undefined ? undefined : { amount, currency };
}

function readTransactionType(object: JsonObject | undefined, validator: Validator): void {
  if (object === undefined) return;
  rejectUnknownFields(object, [
    'scenario',
    'subScenario',
    'initiator',
    'initiatorType',
    'refundInfo',
    'balanceOfPayments',
  ]);
  enumField(text(object, 'scenario'), scenarios);
  enumField(text(object, 'initiator'), roles);
  enumField(text(object, 'initiatorType'), initiatorTypes);
  validator.merge();
}

/** Fineract reads `latitude` twice and does not know `longitude`. */
function readGeoCode(object: JsonObject | undefined, validator: Validator): void {
  if (object === undefined) return;
  rejectUnknownFields(object, ['latitude']);
  const latitude = text(object, 'latitude');
  validator.mandatory('latitude', latitude);
  validator.mandatory('latitude', latitude);
  validator.merge();
}

function readExtensions(
  items: readonly unknown[] | undefined,
  validator: Validator,
): readonly Extension[] | undefined {
  return items?.filter(isJsonObject).map((item) => {
    rejectUnknownFields(item, ['key', 'value']);
    const key = text(item, 'key');
    validator.mandatory('key', key);
    validator.merge();
    return { key: key ?? '', value: text(item, 'value') };
  });
}

function completed(common: ParsedCommon, fee: RequestedMoney | undefined): CommonRequest {
  return {
    ...common,
    fee,
    transactionCode: validated(common.transactionCode),
    accountId: validated(common.accountId),
    amount: validated(common.amount),
  };
}

/** Only after the validator threw what is missing. */
function validated<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a mandatory field passed validation without a value');
  return value;
}
