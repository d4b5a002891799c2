import { dateParts, type DateParts } from './clock';
import { chargeViews } from './charge-views';
import { zero } from './decimal';
import { exact } from './json';
import type { Account, AccountStatus, Client, SubStatus, TransactionType } from './model';
import { newestFirst, transactionViews } from './transaction-views';
import { currencyView, flags, madeBy, optional, padded, wasActive } from './view-parts';

export interface Associations {
  /** Newest first. */
  readonly transactions: boolean;
  readonly charges: boolean;
}

/** GET savingsaccounts/{id}, with its rows and charges under `?associations=`. */
export function savingsAccountView(
  account: Account,
  client: Client,
  associations: Associations,
): object {
  const rows = account.transactions;
  const { product } = account;
  return {
    id: account.id,
    accountNo: padded(account.id),
    depositType: { id: 100, code: 'depositAccountType.savingsDeposit', value: 'Savings' },
    externalId: account.externalId,
    clientId: account.clientId,
    clientName: `${client.firstname} ${client.lastname}`,
    savingsProductId: product.id,
    savingsProductName: product.name,
    fieldOfficerId: 0,
    status: statusView(account.status),
    subStatus: subStatusView(account.subStatus),
    timeline: timelineView(account),
    currency: currencyView(account.currency),
    nominalAnnualInterestRate: 0,
    ...interestViews,
    withdrawalFeeForTransfers: product.withdrawalFeeForTransfers,
    allowOverdraft: product.overdraftLimit !== undefined,
    overdraftLimit: optional(product.overdraftLimit),
    minRequiredBalance: optional(product.minRequiredBalance),
    enforceMinRequiredBalance: product.minRequiredBalance !== undefined,
    lienAllowed: false,
    withHoldTax: false,
    lastActiveTransactionDate: lastActive(account),
    isDormancyTrackingActive: false,
    savingsAmountOnHold: optional(account.onHold),
    summary: summaryView(account),
    transactions:
      associations.transactions && rows.length > 0
        ? transactionViews(account, newestFirst(rows))
        : undefined,
    charges: associations.charges && product.charges.length > 0 ? chargeViews(account) : undefined,
  };
}

const statusFlags = [
  'submittedAndPendingApproval',
  'approved',
  'rejected',
  'withdrawnByApplicant',
  'active',
  'closed',
  'prematureClosed',
  'transferInProgress',
  'transferOnHold',
  'matured',
];

const statusViews = {
  SUBMITTED_AND_PENDING_APPROVAL: {
    id: 100,
    code: 'submitted.and.pending.approval',
    value: 'Submitted and pending approval',
    flag: 'submittedAndPendingApproval',
  },
  APPROVED: { id: 200, code: 'approved', value: 'Approved', flag: 'approved' },
  ACTIVE: { id: 300, code: 'active', value: 'Active', flag: 'active' },
  CLOSED: { id: 600, code: 'closed', value: 'Closed', flag: 'closed' },
} as const;

function statusView(status: AccountStatus): object {
  const { id, code, value, flag } = statusViews[status];
  return { id, code: `savingsAccountStatusType.${code}`, value, ...flags(statusFlags, flag) };
}

const subStatusFlags = [
  'none',
  'inactive',
  'dormant',
  'escheat',
  'block',
  'blockCredit',
  'blockDebit',
];

const subStatusViews = {
  NONE: { id: 0, value: 'None', flag: 'none' },
  INACTIVE: { id: 100, value: 'Inactive', flag: 'inactive' },
  DORMANT: { id: 200, value: 'Dormant', flag: 'dormant' },
  ESCHEAT: { id: 300, value: 'Escheat', flag: 'escheat' },
  BLOCK: { id: 400, value: 'Block', flag: 'block' },
  BLOCK_CREDIT: { id: 500, value: 'BlockCredit', flag: 'blockCredit' },
  BLOCK_DEBIT: { id: 600, value: 'BlockDebit', flag: 'blockDebit' },
} as const;

function subStatusView(subStatus: SubStatus): object {
  const { id, value, flag } = subStatusViews[subStatus];
  return { id, code: `SavingsAccountSubStatusEnum.${flag}`, value, ...flags(subStatusFlags, flag) };
}

function timelineView(account: Account): object {
  const step = (name: string, date: string): object => ({
    [`${name}OnDate`]: dateParts(date),
    ...madeBy(name),
  });
  return {
    ...step('submitted', account.submittedOn),
    ...(account.status === 'SUBMITTED_AND_PENDING_APPROVAL'
      ? {}
      : step('approved', account.approvedOn)),
    ...(wasActive(account) ? step('activated', account.activatedOn) : {}),
    ...(account.closedOn === undefined ? {} : step('closed', account.closedOn)),
  };
}

/** Only deposits and withdrawals that stand are activity. */
function lastActive(account: Account): DateParts | undefined {
  const dates = account.transactions
    .filter((row) => row.type === 'deposit' || row.type === 'withdrawal')
    .filter((row) => !row.reversed && row.reverses === undefined)
    .map((row) => row.date);
  const last = dates.sort().at(-1) ?? (wasActive(account) ? account.activatedOn : undefined);
  return last === undefined ? undefined : dateParts(last);
}

function summaryView(account: Account): object {
  const total = (type: TransactionType): object | undefined => {
    const sum = account.transactions
      .filter((row) => row.type === type && !row.reversed && row.reverses === undefined)
      .reduce((soFar, row) => soFar.plus(row.amount), zero);
    return optional(sum.isZero() ? undefined : sum);
  };
  return {
    currency: currencyView(account.currency),
    totalDeposits: total('deposit'),
    totalWithdrawals: total('withdrawal'),
    totalWithdrawalFees: total('withdrawalFee'),
    totalInterestPosted: 0,
    accountBalance: exact(account.ledger),
    totalOverdraftInterestDerived: 0,
    interestNotPosted: 0,
    // Unlike the interoperation API's: neither minimum nor overdraft counts.
    availableBalance: exact(account.ledger.minus(account.onHold ?? zero)),
  };
}

const interestViews = {
  interestCompoundingPeriodType: {
    id: 1,
    code: 'savings.interest.period.savingsCompoundingInterestPeriodType.daily',
    value: 'Daily',
  },
  interestPostingPeriodType: {
    id: 4,
    code: 'savings.interest.posting.period.savingsPostingInterestPeriodType.monthly',
    value: 'Monthly',
  },
  interestCalculationType: {
    id: 1,
    code: 'savingsInterestCalculationType.dailybalance',
    value: 'Daily Balance',
  },
  interestCalculationDaysInYearType: {
    id: 365,
    code: 'savingsInterestCalculationDaysInYearType.days365',
    value: '365 Days',
  },
} as const;
