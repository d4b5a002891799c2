import { currencyDecimals } from '../../../../connectors/common/money';
import { notFound, ruleViolated, Unmapped } from './errors';
import type { Account, Tenant } from './model';
import { differentCurrencies } from './refusals';
import type { CommonRequest } from './requests';

/** Who books, and on which business date of the tenant. */
export interface Booking {
  readonly user: string;
  readonly date: string;
  readonly nowMillis: number;
}

export function findAccount(tenant: Tenant, accountId: string): Account {
  const account = tenant.accounts.get(accountId);
  if (account !== undefined) return account;
  throw notFound(
    'error.msg.saving.account.id.invalid',
    `Savings account with external identifier ${accountId} does not exist`,
    [accountId],
  );
}

/** The account of a request, once currency, states and dates have been checked, in Fineract's order. */
export function usableAccount(tenant: Tenant, request: CommonRequest, booking: Booking): Account {
  const account = findAccount(tenant, request.accountId);
  const { currency } = request.amount;
  if (currencyDecimals(currency) === undefined || currency !== currency.toUpperCase()) {
    throw new Unmapped(`Currency not found: ${currency}`);
  }
  if (currency !== account.currency) throw differentCurrencies(account.currency, currency);
  if (!isUsable(tenant, account, request, booking)) {
    throw ruleViolated(
      'error.msg.interop.transaction.not.allowed',
      `Transaction not allowed on account ${account.externalId}`,
    );
  }
  const feeCurrency = request.fee?.currency ?? account.currency;
  if (feeCurrency !== account.currency) {
    throw new Unmapped(
      `java.lang.UnsupportedOperationException: Internal error: Invalid currency ${account.currency}`,
    );
  }
  return account;
}

/** Sub-status is no part of it: blocks show only at CREATE. */
function isUsable(
  tenant: Tenant,
  account: Account,
  request: CommonRequest,
  booking: Booking,
): boolean {
  const clientActive = tenant.clients.get(account.clientId)?.active ?? false;
  const expiration = request.expiration?.date;
  const expires =
    expiration === undefined || (expiration >= account.activatedOn && expiration <= booking.date);
  return account.status === 'ACTIVE' && clientActive && expires;
}
