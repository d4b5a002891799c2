import type { FeeTransaction } from '../../common/contracts/fees';
import type { ErrorInformation, QuoteRequest } from '../../common/contracts/fspiop';
import { CannotWork } from '../../common/failures';
import { errorInformation } from '../../common/fspiop-errors';
import type { IlpVersion } from '../../common/ilp/packet';
import {
  add,
  compare,
  hasTooManyDecimals,
  isZero,
  subtract,
  wholeUnits,
  type Money,
} from '../../common/money';
import type { EpochMs } from '../../common/runtime';
import { instantOf } from '../../common/instant';
import { formatDateTime, parseDateTime } from '../../common/time';
import { feeTransactionOf, sealAgreement, type Transaction } from '../ilp/agreement';
import type { Peer } from '../outbound/send-answer';
import type { MojaloopTenant } from '../settings';

interface Terms {
  /** What goes from FSP to FSP. */
  readonly transferAmount: Money;
  readonly payeeReceiveAmount: Money;
  readonly payeeFspFee: Money | undefined;
}

/** The transaction is what fee rules go by. */
type QuoteAnswer =
  | { readonly body: object; readonly transaction: FeeTransaction }
  | { readonly errorInformation: ErrorInformation };

/** What a payee's quote knows of its answer. */
export interface QuoteProcess {
  readonly peer: Peer;
  readonly quoteRequest: QuoteRequest;
  readonly receivedAt?: string | null | undefined;
  readonly answeredAt?: string | null | undefined;
  readonly payeeQuote?: { readonly payeeFspFee?: Money | undefined } | null | undefined;
  readonly errorInformation?: ErrorInformation | null | undefined;
}

/**
 * The answer to POST /quotes, from what the process keeps: the same bytes however often it is given.
 * Undefined while it is not settled. FSPIOP 6.5.4.
 */
export function settledQuote(
  process: QuoteProcess,
  tenant: MojaloopTenant,
): QuoteAnswer | undefined {
  const { errorInformation, payeeQuote, quoteRequest, peer, receivedAt, answeredAt } = process;
  if (errorInformation != null) return { errorInformation };
  const settledAt = receivedAt ?? answeredAt;
  if (payeeQuote == null || settledAt == null) return undefined;
  const at = instantOf('receivedAt', settledAt);
  return answerQuote(quoteRequest, payeeQuote.payeeFspFee, peer, tenant, at);
}

/** What the payee answers to POST /quotes at the time `answeredAt`. */
export function answerQuote(
  request: QuoteRequest,
  payeeFspFee: Money | undefined,
  peer: Pick<Peer, 'fspId' | 'version'>,
  tenant: MojaloopTenant,
  answeredAt: EpochMs,
): QuoteAnswer {
  const refusal = refusalOf(request, tenant, answeredAt);
  if (refusal !== undefined) return { errorInformation: refusal };
  requireRightFee(request, payeeFspFee);
  try {
    const terms = termsOf(request, payeeFspFee);
    if (terms === undefined || isZero(terms.payeeReceiveAmount)) {
      const detail = 'nothing is left of the amount for the payee';
      return { errorInformation: errorInformation('PAYEE_FSP_REJECTED_QUOTE', detail) };
    }
    const expiration = expirationOf(request, answeredAt + tenant.settings.quoteExpiryMs);
    const transaction = transactionOf(request, terms, expiration, peer.fspId, tenant.fspId);
    const version = ilpVersionFor(peer.version, tenant);
    const sealed = sealAgreement(transaction, tenant.settings.ilpSecret, version);
    return {
      body: { ...terms, expiration, ...sealed },
      transaction: feeTransactionOf(transaction),
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const detail = 'the amount is too large to be transferred';
    return { errorInformation: errorInformation('PAYEE_LIMIT_ERROR', detail) };
  }
}

function refusalOf(
  request: QuoteRequest,
  tenant: MojaloopTenant,
  answeredAt: EpochMs,
): ErrorInformation | undefined {
  const { amount, amountType, fees, payee } = request;
  if (!tenant.currencies.includes(amount.currency)) {
    return errorInformation('PAYEE_UNSUPPORTED_CURRENCY', amount.currency);
  }
  if (isZero(amount)) return errorInformation('VALIDATION_ERROR', 'amount is zero');
  if (hasTooManyDecimals(amount)) {
    const detail = `more decimals than ${amount.currency} has`;
    return errorInformation('VALIDATION_ERROR', detail);
  }
  // With RECEIVE they tell what the payer is charged, and nothing is reckoned with them.
  if (amountType === 'SEND' && fees !== undefined && fees.currency !== amount.currency) {
    return errorInformation('VALIDATION_ERROR', 'fees are in another currency than amount');
  }
  if (payee.partyIdInfo.fspId !== undefined && payee.partyIdInfo.fspId !== tenant.fspId) {
    return errorInformation('PAYEE_FSP_ID_NOT_FOUND', 'the payee is not at this FSP');
  }
  const waitsUntil = requestedExpiration(request);
  if (waitsUntil !== undefined && waitsUntil + tenant.settings.clockSkewMs < answeredAt) {
    return errorInformation('QUOTE_EXPIRED', 'the answer would come too late');
  }
  return undefined;
}

function requireRightFee({ quoteId, amount }: QuoteRequest, fee: Money | undefined): void {
  if (fee === undefined) return;
  if (fee.currency !== amount.currency || hasTooManyDecimals(fee)) {
    throw new CannotWork(`quote ${quoteId}: our own fee is ${fee.amount} ${fee.currency}`);
  }
}

/**
 * FSPIOP 5.1: with RECEIVE the payee gets `amount` and the payee FSP's fee comes on top; with SEND the
 * payer FSP's disclosed `fees` come out of `amount` before the transfer, and the payee FSP's after it. Fees
 * may have parts of the smallest unit; what is transferred has none, and is never more than is left.
 * Undefined when fees eat up the amount.
 */
function termsOf(request: QuoteRequest, payeeFspFee: Money | undefined): Terms | undefined {
  const none = { amount: '0', currency: request.amount.currency };
  const fee = payeeFspFee ?? none;
  if (request.amountType === 'RECEIVE') {
    const transferAmount = add(request.amount, fee);
    return { transferAmount, payeeReceiveAmount: request.amount, payeeFspFee };
  }
  const left = without(request.amount, request.fees ?? none);
  if (left === undefined) return undefined;
  const transferAmount = wholeUnits(left);
  const payeeReceiveAmount = without(transferAmount, fee);
  if (payeeReceiveAmount === undefined) return undefined;
  return { transferAmount, payeeReceiveAmount, payeeFspFee };
}

function without(amount: Money, fee: Money): Money | undefined {
  return compare(amount, fee) < 0 ? undefined : subtract(amount, fee);
}

function expirationOf(request: QuoteRequest, ours: EpochMs): string {
  return formatDateTime(Math.min(requestedExpiration(request) ?? ours, ours));
}

function requestedExpiration({ expiration }: QuoteRequest): EpochMs | undefined {
  return expiration === undefined ? undefined : parseDateTime(expiration);
}

function transactionOf(
  request: QuoteRequest,
  terms: Terms,
  expiration: string,
  payerFspId: string,
  payeeFspId: string,
): Transaction {
  return {
    transactionId: request.transactionId,
    quoteId: request.quoteId,
    payee: { partyIdInfo: { ...idOf(request.payee), fspId: payeeFspId } },
    payer: { partyIdInfo: { ...idOf(request.payer), fspId: payerFspId } },
    amount: terms.transferAmount,
    payeeReceiveAmount: terms.payeeFspFee === undefined ? undefined : terms.payeeReceiveAmount,
    transactionRequestId: request.transactionRequestId,
    transactionType: request.transactionType,
    note: request.note,
    extensionList: request.extensionList,
    expiration,
  };
}

function idOf({ partyIdInfo }: QuoteRequest['payee']) {
  const { partyIdType, partyIdentifier, partySubIdOrType, extensionList } = partyIdInfo;
  return { partyIdType, partyIdentifier, partySubIdOrType, extensionList };
}

function ilpVersionFor(fspiopVersion: string, tenant: MojaloopTenant): IlpVersion {
  return tenant.settings.ilpPacketVersion ?? (fspiopVersion.startsWith('2.') ? 4 : 1);
}
