import { usableAccount, type Booking } from './accounts';
import { sumOf, withdrawable, withdrawalFees } from './balances';
import { zero, type Exact } from './decimal';
import { ruleViolated } from './errors';
import { exact } from './json';
import type { Tenant } from './model';
import type { QuoteRequest } from './requests';

export interface QuotedFee {
  readonly amount: Exact;
  readonly currency: string;
}

/** What CREATE would charge, unrounded; but only for accounts whose charges apply to transfers. */
export function quoteFee(tenant: Tenant, request: QuoteRequest, booking: Booking): QuotedFee {
  const account = usableAccount(tenant, request, booking);
  if (request.role === 'PAYEE') return { amount: zero, currency: account.currency };
  const { amount } = request.amount;
  const fee = account.product.withdrawalFeeForTransfers
    ? sumOf(withdrawalFees(account, amount))
    : zero;
  const available = withdrawable(account);
  if (available.lessThan(amount.plus(fee))) {
    throw ruleViolated(
      'error.msg.savingsaccount.transaction.insufficient.account.balance.withdraw',
      'Insufficient account balance.',
      [account.externalId, exact(available), exact(fee), exact(amount)],
    );
  }
  return { amount: fee, currency: account.currency };
}
