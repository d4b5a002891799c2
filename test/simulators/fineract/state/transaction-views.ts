import { runningBalances } from './balances';
import { dateParts } from './clock';
import { zero, type Exact } from './decimal';
import { exact } from './json';
import type { Account, Transaction, TransactionType } from './model';
import { currencyView, flags, padded } from './view-parts';

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

export function newestFirst(rows: readonly Transaction[]): readonly Transaction[] {
  return rows
    .map((row, index) => ({ row, index }))
    .sort((a, b) => b.row.date.localeCompare(a.row.date) || b.index - a.index)
    .map(({ row }) => row);
}

export function transactionViews(
  account: Account,
  rows: readonly Transaction[],
): readonly object[] {
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
