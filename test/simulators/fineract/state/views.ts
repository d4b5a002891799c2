import { currencyDecimals } from '../../../../connectors/common/money';
import { runningBalances, withdrawable } from './balances';
import { dateParts, type DateParts } from './clock';
import { zero, type Exact } from './decimal';
import { exact } from './json';
import type {
  Account,
  AccountStatus,
  Client,
  Identifier,
  StoredCommand,
  SubStatus,
  Transaction,
  TransactionType,
} from './model';

/** GET interoperation/accounts/{accountId} */
export function interopAccountView(account: Account): object {
  const last = account.transactions.findLast((row) => !row.reversed);
  return {
    accountId: account.externalId,
    savingProductId: String(account.product.id),
    productName: account.product.name,
    shortProductName: account.product.shortName,
    currency: account.currency,
    accountBalance: exact(account.ledger),
    availableBalance: exact(withdrawable(account)),
    status: account.status,
    subStatus: account.subStatus,
    accountType: 'INDIVIDUAL',
    depositType: 'SAVINGS_DEPOSIT',
    activatedOn: wasActive(account) ? dateParts(account.activatedOn) : undefined,
    statusUpdateOn: dateParts(account.closedOn ?? account.activatedOn),
    balanceOn: last === undefined ? undefined : dateParts(last.date),
    identifiers: account.identifiers.map(identifierView),
    clientId: account.clientId,
  };
}

export function identifierView({ idType, idValue, subIdOrType }: Identifier): object {
  return { idType, idValue, subIdOrType };
}

/** GET clients/{id} */
export function clientView(client: Client): object {
  return {
    id: client.id,
    accountNo: padded(client.id),
    externalId: client.externalId,
    status: client.active
      ? { id: 300, code: 'clientStatusType.active', value: 'Active' }
      : { id: 600, code: 'clientStatusType.closed', value: 'Closed' },
    active: client.active,
    activationDate: [2026, 1, 1],
    firstname: client.firstname,
    lastname: client.lastname,
    displayName: `${client.firstname} ${client.lastname}`,
    mobileNo: client.mobileNo,
    isStaff: false,
    officeId: 1,
    officeName: 'Head Office',
    timeline: {
      submittedOnDate: [2026, 1, 1],
      activatedOnDate: [2026, 1, 1],
      ...madeBy('activated'),
    },
    savingsProductName: String(client.id),
    legalForm: { id: 1, code: 'legalFormType.person', value: 'Person' },
    clientCollateralManagements: [],
    groups: [],
  };
}

/** GET savingsaccounts/{id}, with its rows, newest first, under `?associations=transactions`. */
export function savingsAccountView(
  account: Account,
  client: Client,
  withTransactions: boolean,
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
      withTransactions && rows.length > 0
        ? transactionViews(account, newestFirst(rows))
        : undefined,
  };
}

/** GET audits; the command itself only from audits/{id}. */
export function auditView(command: StoredCommand, withCommand: boolean): object {
  return {
    id: command.id,
    actionName: command.actionName,
    entityName: command.entityName,
    maker: command.maker,
    madeOnDate: command.madeOnMillis,
    commandAsJson: withCommand ? command.commandAsJson : undefined,
    url: command.url,
  };
}

export interface Search {
  /** Fineract's numbers of the wanted types; undefined: all. */
  readonly types: readonly number[] | undefined;
  readonly limit: number;
  readonly pageNumber: number;
}

/** GET savingsaccounts/{id}/transactions/search: newest first, without the rows that take back others. */
export function searchView(
  account: Account | undefined,
  { types, limit, pageNumber }: Search,
): object {
  const found = (account?.transactions ?? []).filter(
    (row) => row.reverses === undefined && (types?.includes(typeViews[row.type].id) ?? true),
  );
  const page = newestFirst(found).slice(pageNumber * limit, (pageNumber + 1) * limit);
  const orders = ['transaction_date', 'created_on_utc', 'id'].map((property) => ({
    direction: 'DESC',
    property,
    ignoreCase: false,
    nullHandling: 'NATIVE',
  }));
  return {
    total: found.length,
    content: account === undefined ? [] : transactionViews(account, page),
    pageable: { sort: { orders }, pageNumber, pageSize: limit },
  };
}

/** GET savingsaccounts/{id}/transactions/{transactionId} */
export function oneTransactionView(account: Account, row: Transaction): object | undefined {
  return transactionViews(account, [row])[0];
}

function newestFirst(rows: readonly Transaction[]): readonly Transaction[] {
  return rows
    .map((row, index) => ({ row, index }))
    .sort((a, b) => b.row.date.localeCompare(a.row.date) || b.index - a.index)
    .map(({ row }) => row);
}

function transactionViews(account: Account, rows: readonly Transaction[]): readonly object[] {
  const balances = runningBalances(account);
  return rows.map((row) => transactionView(account, row, balances.get(row.id) ?? zero));
}

function transactionView(account: Account, row: Transaction, runningBalance: Exact): object {
  return {
    id: row.id,
    transactionType: transactionTypeView(row.type),
    entryType: row.entry,
    accountId: account.id,
    accountNo: padded(account.id),
    date: dateParts(row.date),
    currency: currencyView(account.currency),
    paymentDetailData: paymentDetailView(account, row),
    amount: exact(row.amount),
    runningBalance: exact(runningBalance),
    reversed: row.reversed,
    submittedOnDate: dateParts(row.submittedOn),
    interestedPostedAsOn: false,
    submittedByUsername: row.submittedBy,
    note: row.note,
    isManualTransaction: false,
    isReversal: row.reverses !== undefined,
    originalTransactionId: row.reverses ?? 0,
    lienTransaction: false,
    releaseTransactionId: row.releaseTransactionId ?? 0,
    chargesPaidByData: [],
  };
}

/** Holds and releases have one too, but Fineract does not show it: a hold cannot be found by its code. */
function paymentDetailView(account: Account, row: Transaction): object | undefined {
  if (row.type !== 'deposit' && row.type !== 'withdrawal') return undefined;
  const head = {
    id: row.id,
    paymentType: { id: 1, name: 'Money Transfer', isSystemDefined: false },
  };
  if (row.viaInteroperation) {
    const { receiptNumber } = row;
    return {
      ...head,
      accountNumber: account.externalId,
      routingCode: 'INTEROPERATION',
      receiptNumber,
    };
  }
  return {
    ...head,
    accountNumber: '',
    checkNumber: '',
    routingCode: '',
    receiptNumber: '',
    bankNumber: '',
  };
}

const typeViews = {
  deposit: { id: 1, code: 'deposit', value: 'Deposit', flag: 'deposit' },
  withdrawal: { id: 2, code: 'withdrawal', value: 'Withdrawal', flag: 'withdrawal' },
  withdrawalFee: { id: 4, code: 'withdrawalFee', value: 'Withdrawal fee', flag: 'feeDeduction' },
  hold: { id: 20, code: 'onHold', value: 'Amount on hold', flag: 'amountHold' },
  release: { id: 21, code: 'release', value: 'Release Amount', flag: 'amountRelease' },
} as const;

const typeFlags = [
  'deposit',
  'dividendPayout',
  'withdrawal',
  'interestPosting',
  'feeDeduction',
  'initiateTransfer',
  'approveTransfer',
  'withdrawTransfer',
  'rejectTransfer',
  'overdraftInterest',
  'writtenoff',
  'overdraftFee',
  'withholdTax',
  'escheat',
  'amountHold',
  'amountRelease',
  'accrual',
];

function transactionTypeView(type: TransactionType): object {
  const { id, code, value, flag } = typeViews[type];
  return { id, code: `savingsAccountTransactionType.${code}`, value, ...flags(typeFlags, flag) };
}

function flags(names: readonly string[], set: string): Readonly<Record<string, boolean>> {
  return Object.fromEntries(names.map((name) => [name, name === set]));
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

function wasActive(account: Account): boolean {
  return account.status === 'ACTIVE' || account.status === 'CLOSED';
}

function madeBy(step: string): Readonly<Record<string, string>> {
  return {
    [`${step}ByUsername`]: 'mifos',
    [`${step}ByFirstname`]: 'App',
    [`${step}ByLastname`]: 'Administrator',
  };
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

const currencyNames = new Intl.DisplayNames('en', { type: 'currency' });

function currencyView(code: string): object {
  const name = currencyNames.of(code) ?? code;
  return {
    code,
    name,
    decimalPlaces: currencyDecimals(code) ?? 2,
    inMultiplesOf: 0,
    nameCode: `currency.${code}`,
    displayLabel: `${name} [${code}]`,
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

function optional(amount: Exact | undefined): object | undefined {
  return amount === undefined ? undefined : exact(amount);
}

function padded(id: number): string {
  return String(id).padStart(9, '0');
}
