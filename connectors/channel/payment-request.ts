import { createHash } from 'node:crypto';
import { Problem } from '../common/api/problems';
import { partyKeyOf, plainPartyOf } from '../common/contracts/party-spelling';
import { useCases, type UseCase, type UseCaseName } from '../common/contracts/use-cases';
import { canonicalJson } from '../common/json';
import {
  currencyDecimals,
  hasTooManyDecimals,
  isZero,
  withoutTrailingZeros,
} from '../common/money';
import { readIn, storedLanguage } from '../common/words/languages';
import { useCasesOf } from './addresses';
import { callbackProblem } from './callback-addresses';
import {
  checkTransferBody,
  type PaymentRequest,
  type ScannedBody,
  type TransferBody,
} from './openapi';
import { withoutScan } from './qr/scanned-request';
import type { ChannelTenant } from './settings';

export interface ReadRequest {
  readonly useCase: UseCaseName;
  readonly clientCorrelationId: string;
  readonly request: PaymentRequest;
  /** The same for two bodies that ask for the same thing, whatever their key order and spelling. */
  readonly requestHash: string;
}

/**
 * Reads the body of POST /channel/<resource>: against the OpenAPI document first, then against what only
 * the tenant's configuration knows.
 * @throws Problem that names every wrong field.
 */
export function readPaymentRequest(
  body: unknown,
  tenant: ChannelTenant,
  resource: string,
): ReadRequest {
  const useCase = useCaseOf(resource, body);
  const written = checkBody(useCase, body, tenant);
  const { clientCorrelationId, ...asked } = withDefaults(written, useCases[useCase]);
  const said = { clientCorrelationId, ...asked, ...plainPartiesOf(asked) };
  return {
    useCase,
    clientCorrelationId,
    request: withDefaultCallback(asked, tenant),
    // Without the default callback: a change of configuration does not make it another request.
    requestHash: createHash('sha256')
      // The oldest has no name in its hash: its repeats were asked for before there were others.
      .update(canonicalJson(useCase === 'channel-transfer' ? said : { ...said, useCase }))
      .digest('hex'),
  };
}

/** @throws Problem that names every wrong field. */
function checkBody(useCase: UseCaseName, body: unknown, tenant: ChannelTenant): TransferBody {
  const checked = checkTransferBody(useCase, body);
  const value = 'value' in checked ? checked.value : undefined;
  if (value !== undefined && 'qrCode' in value) {
    const read = withoutScan(value, tenant.settings.qrCodes);
    if ('errors' in read) throw new Problem('invalid-request', { errors: read.errors });
    return checkScanned(useCase, read.body, value, tenant);
  }
  const errors = 'errors' in checked ? [...checked.errors] : [];
  const isRight = (pointer: string) =>
    !errors.some((error) => error.pointer === pointer || error.pointer.startsWith(`${pointer}/`));
  // A field that has the right form is looked at further even when others are wrong.
  if (isObject(body)) {
    const right = Object.entries(body).filter(([name]) => isRight(`/${name}`));
    errors.push(...furtherErrors(Object.fromEntries(right), tenant));
  }
  if (value === undefined || errors.length > 0) throw new Problem('invalid-request', { errors });
  return value;
}

/** What a code says is held to what the API asks of any request. Only what the request itself says is its own fault. */
function checkScanned(
  useCase: UseCaseName,
  written: TransferBody,
  scanned: ScannedBody,
  tenant: ChannelTenant,
): TransferBody {
  const checked = checkTransferBody(useCase, written);
  const faults = 'errors' in checked ? checked.errors : furtherErrors(written, tenant);
  if (faults.length === 0) return written;
  const errors = faults.map(({ pointer, detail }) => {
    const [, field = ''] = pointer.split('/');
    if (field in scanned) return { pointer, detail };
    const problem = `${pointer.slice(1)} ${readIn(detail, storedLanguage)}`;
    return { pointer: '/qrCode', detail: `says what cannot be paid: ${problem}` };
  });
  throw new Problem('invalid-request', { errors });
}

/** The resource's first, unless the body says otherwise who asks. One that there is not, the first's schema refuses. */
function useCaseOf(resource: string, body: unknown): UseCaseName {
  const said: Partial<TransferBody> = isObject(body) ? body : {};
  const names = useCasesOf(resource);
  const isMeant = (name: UseCaseName) => {
    if (said.useCase !== undefined) return said.useCase === name;
    const { initiator, initiatorType } = useCases[name].transactionType;
    return (
      (said.initiator ?? initiator) === initiator &&
      (said.initiatorType ?? initiatorType) === initiatorType
    );
  };
  const useCase = names.find(isMeant) ?? names[0];
  if (useCase === undefined) throw new Error(`no use case is asked for at /channel/${resource}`);
  return useCase;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** What the schema cannot say. Every field that is there has the form that the schema asks for. */
export function furtherErrors(
  { amount, payer, payee, callbackUrl }: Partial<TransferBody>,
  tenant: ChannelTenant,
): { pointer: string; detail: string }[] {
  const errors: { pointer: string; detail: string }[] = [];
  if (amount !== undefined) {
    const money = { ...amount, amount: withoutTrailingZeros(amount.amount) };
    if (isZero(money)) errors.push({ pointer: '/amount/amount', detail: 'must be more than zero' });
    if (!tenant.currencies.includes(money.currency)) {
      const detail = `must be one of ${tenant.currencies.join(', ')}`;
      errors.push({ pointer: '/amount/currency', detail });
    } else if (hasTooManyDecimals(money)) {
      const decimals = String(currencyDecimals(money.currency));
      const detail = `${money.currency} has ${decimals} decimals`;
      errors.push({ pointer: '/amount/amount', detail });
    }
  }
  if (payer !== undefined && payee !== undefined && partyKeyOf(payer) === partyKeyOf(payee)) {
    errors.push({ pointer: '/payee', detail: 'must be another party than the payer' });
  }
  const problem =
    callbackUrl === undefined
      ? undefined
      : callbackProblem(callbackUrl, tenant.settings.callbacks.allowed);
  if (problem !== undefined) errors.push({ pointer: '/callbackUrl', detail: problem });
  return errors;
}

/** They say which use case it is, and no more. */
const ofUseCase: ReadonlySet<string> = new Set(['useCase', 'initiator', 'initiatorType']);

function withDefaults(body: TransferBody, { amountType, transactionType }: UseCase) {
  const { originalTransactionId, refundReason, ...said } = body;
  const ofOrder = Object.entries(said).filter(([name]) => !ofUseCase.has(name));
  const order = Object.fromEntries(ofOrder) as Omit<typeof said, 'initiator' | 'initiatorType'>;
  const refundInfo = originalTransactionId !== undefined && {
    originalTransactionId,
    ...(refundReason !== undefined && { refundReason }),
  };
  return {
    amountType,
    transactionType: refundInfo ? { ...transactionType, refundInfo } : transactionType,
    askPayer: false,
    ...order,
    amount: { ...body.amount, amount: withoutTrailingZeros(body.amount.amount) },
  };
}

/** A phone with and without its plus is one payer: it makes no other request. */
function plainPartiesOf({ payer, payee }: Pick<PaymentRequest, 'payer' | 'payee'>) {
  return { payer: plainPartyOf(payer), payee: plainPartyOf(payee) };
}

function withDefaultCallback(request: PaymentRequest, tenant: ChannelTenant): PaymentRequest {
  const callbackUrl = request.callbackUrl ?? tenant.settings.callbacks.default;
  return callbackUrl === undefined ? request : { ...request, callbackUrl };
}
