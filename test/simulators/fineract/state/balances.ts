import { Exact, zero } from './decimal';
import { nextId, type Account, type Tenant, type Transaction, type TransactionType } from './model';

/** `ledger - minimum + overdraft - open holds`: what a hold or a withdrawal may take. */
export function withdrawable(account: Account): Exact {
  const { minRequiredBalance, overdraftLimit } = account.product;
  return account.ledger
    .minus(minRequiredBalance ?? zero)
    .plus(overdraftLimit ?? zero)
    .minus(account.onHold ?? zero);
}

/** Of each charge, unrounded. */
export function withdrawalFees(account: Account, amount: Exact): readonly Exact[] {
  return account.product.charges.map((charge) =>
    charge.kind === 'flat' ? charge.amount : amount.times(charge.amount).div(100),
  );
}

export function sumOf(amounts: readonly Exact[]): Exact {
  return amounts.reduce((sum, amount) => sum.plus(amount), zero);
}

export interface NewTransaction {
  readonly type: TransactionType;
  readonly amount: Exact;
  readonly date: string;
  readonly submittedOn: string;
  readonly submittedBy: string;
  readonly createdMillis?: number;
  readonly receiptNumber?: string | undefined;
  readonly viaInteroperation?: boolean;
  readonly note?: string | undefined;
  readonly feeOf?: number;
  readonly reverses?: Transaction;
}

const credits: readonly TransactionType[] = ['deposit', 'release'];

/** Adds the row only; ledger and holds are the caller's to change. */
export function addTransaction(tenant: Tenant, account: Account, row: NewTransaction): Transaction {
  const isCredit = credits.includes(row.type) !== (row.reverses !== undefined);
  const transaction: Transaction = {
    id: nextId(tenant, 'transaction'),
    type: row.type,
    entry: isCredit ? 'CREDIT' : 'DEBIT',
    amount: row.amount,
    date: row.date,
    submittedOn: row.submittedOn,
    submittedBy: row.submittedBy,
    createdMillis: row.createdMillis ?? 0,
    receiptNumber: row.receiptNumber,
    viaInteroperation: row.viaInteroperation ?? false,
    note: row.note,
    feeOf: row.feeOf,
    reverses: row.reverses?.id,
    reversed: false,
    releaseTransactionId: undefined,
    runningBalance: zero,
  };
  account.transactions.push(transaction);
  account.byId.set(transaction.id, transaction);
  account.version += 1;
  return transaction;
}

/** What a row moves on the ledger; holds and releases move nothing. */
function ledgerEffect(row: Transaction): Exact {
  if (row.type === 'hold' || row.type === 'release') return zero;
  return row.entry === 'CREDIT' ? row.amount : row.amount.negated();
}

/** The ledger that the rows alone give: for the invariant, and after a reversal. */
export function ledgerOfRows(account: Account): Exact {
  return account.transactions.reduce((sum, row) => sum.plus(ledgerEffect(row)), zero);
}

export function openHolds(account: Account): readonly Transaction[] {
  return account.transactions.filter(
    (row) => row.type === 'hold' && row.releaseTransactionId === undefined,
  );
}

/**
 * Running balances as Fineract shows them: bookings recalculate every row before them (holds count as
 * debits), holds and releases since then keep the balance they were given.
 */
export function runningBalances(account: Account): ReadonlyMap<number, Exact> {
  const balances = new Map<number, Exact>();
  let running = zero;
  account.transactions.forEach((row, index) => {
    if (index >= account.recalculatedRows) {
      balances.set(row.id, row.runningBalance);
    } else if (row.reversed || row.reverses !== undefined) {
      balances.set(row.id, zero);
    } else {
      running = row.entry === 'CREDIT' ? running.plus(row.amount) : running.minus(row.amount);
      balances.set(row.id, running);
    }
  });
  return balances;
}
