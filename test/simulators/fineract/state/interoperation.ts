import { findAccount, usableAccount, type Booking } from './accounts';
import { localDate, localOffset, localTimestamp } from './clock';
import { Unmapped } from './errors';
import { isJsonObject, type JsonObject } from './fields';
import { addIdentifier, deleteIdentifier, type PartyId } from './identifiers';
import { exact } from './json';
import type { Identifier, Tenant, User } from './model';
import { quoteFee } from './quotes';
import {
  readIdentifier,
  readPaymentRequest,
  readQuote,
  readTransfer,
  type CommonRequest,
} from './requests';
import { create, prepare, release } from './transfers';

export const transferActions = ['PREPARE', 'CREATE', 'RELEASE'] as const;
export type TransferAction = (typeof transferActions)[number];

/** Who does it and when; the tenant's business date, where set, wins over the clock. */
export function bookingOf(tenant: Tenant, user: User, nowMillis: number): Booking {
  const date = tenant.businessDate ?? localDate(nowMillis, tenant.timezone);
  return { user: user.name, date, nowMillis };
}

const transfers = { PREPARE: prepare, CREATE: create, RELEASE: release } as const;

export function transfer(
  tenant: Tenant,
  action: TransferAction,
  body: unknown,
  booking: Booking,
  nowMillis: number,
): object {
  const request = readTransfer(asObject(body));
  transfers[action](tenant, request, booking);
  const completedTimestamp = localTimestamp(nowMillis, tenant.timezone);
  return {
    transferCode: request.transferCode,
    completedTimestamp,
    ...accepted(tenant, request, nowMillis),
  };
}

export function quote(tenant: Tenant, body: unknown, booking: Booking, nowMillis: number): object {
  const request = readQuote(asObject(body));
  const fee = quoteFee(tenant, request, booking);
  return {
    quoteCode: request.quoteCode,
    fspFee: { amount: exact(fee.amount), currency: fee.currency },
    ...accepted(tenant, request, nowMillis),
  };
}

/** Checks, and stores nothing. */
export function paymentRequest(
  tenant: Tenant,
  body: unknown,
  booking: Booking,
  nowMillis: number,
): object {
  const request = readPaymentRequest(asObject(body));
  usableAccount(tenant, request, booking);
  return { requestCode: request.requestCode, ...accepted(tenant, request, nowMillis) };
}

export function registerParty(tenant: Tenant, party: PartyId, body: unknown): object {
  const account = findAccount(tenant, readIdentifier(asObject(body)));
  return partyView(addIdentifier(tenant, party, account));
}

export function removeParty(tenant: Tenant, party: PartyId): object {
  return partyView(deleteIdentifier(tenant, party));
}

export function partyView({ accountId, id }: Identifier): object {
  return { accountId, resourceId: id, resourceIdentifier: String(id) };
}

function accepted(tenant: Tenant, request: CommonRequest, nowMillis: number): object {
  const { expiration } = request;
  return {
    transactionCode: request.transactionCode,
    state: 'ACCEPTED',
    expiration:
      expiration &&
      `${expiration.date}T${expiration.time}${localOffset(nowMillis, tenant.timezone)}`,
    extensionList: request.extensions,
  };
}

function asObject(body: unknown): JsonObject {
  if (!isJsonObject(body)) throw new Unmapped('java.lang.IllegalStateException: Not a JSON Object');
  return body;
}
