import { usableAccount, type Booking } from './accounts';
import {
  addTransaction,
  sumOf,
  withdrawable,
  withdrawalFees,
  type NewTransaction,
} from './balances';
import { roundToCurrency, zero, type Exact } from './decimal';
import { Unmapped } from './errors';
import type { Account, Tenant, Transaction, TransferRows } from './model';
import {
  alreadyCommitted,
  alreadyOnHold,
  blocked,
  creditsBlocked,
  debitsBlocked,
  differentCurrencies,
  holdMissing,
  insufficient,
  lockedIn,
  overflow,
  tooLong,
} from './refusals';
import type { TransferRequest } from './requests';

/** m_payment_detail.receipt_number */
const codeLengthMax = 100;
/** m_note.note */
const noteLengthMax = 1000;
/** numeric(19,6) */
const balanceLimit = '1e13';

/** PREPARE: holds the payer's money. For a payee it looks at nothing. */
export function prepare(tenant: Tenant, request: TransferRequest, booking: Booking): void {
  if (request.role === 'PAYEE') return;
  const account = usableAccount(tenant, request, booking);
  const total = totalToHold(account, request);
  const available = withdrawable(account);
  if (available.lessThan(total)) throw insufficient(account.externalId, available, total);
  const rows = rowsOf(account, request);
  if (rows.hold !== undefined) throw alreadyCommitted(account, request);
  if (request.transferCode.length > codeLengthMax)
    throw new Unmapped('value too long for type character varying(100)');

  const amount = roundToCurrency(total, account.currency);
  const hold = addTransaction(tenant, account, {
    ...fromRequest(request, booking),
    type: 'hold',
    amount,
  });
  hold.runningBalance = available.minus(amount);
  account.byCode.set(request.transferCode, { ...rows, hold });
  // Unrounded, as Fineract adds it: three decimals leave a remainder on hold for ever.
  account.onHold = (account.onHold ?? zero).plus(total);
}

/** CREATE: debits the payer, who must have been PREPAREd for the same total, or credits the payee. */
export function create(tenant: Tenant, request: TransferRequest, booking: Booking): void {
  const account = usableAccount(tenant, request, booking);
  if (request.role === 'PAYER') debit(tenant, account, request, booking);
  else credit(tenant, account, request, booking);
  account.recalculatedRows = account.transactions.length;
}

/** RELEASE: gives the hold back, whatever amount and role the request names. */
export function release(tenant: Tenant, request: TransferRequest, booking: Booking): void {
  const account = usableAccount(tenant, request, booking);
  const { hold } = rowsOf(account, request);
  if (hold === undefined || hold.releaseTransactionId !== undefined)
    throw holdMissing(account, request);
  releaseHold(tenant, account, hold, booking);
}

export function releaseHold(
  tenant: Tenant,
  account: Account,
  hold: Transaction,
  booking: Booking,
): Transaction {
  const runningBalance = withdrawable(account).plus(hold.amount);
  const { amount, receiptNumber, viaInteroperation } = hold;
  const row = addTransaction(tenant, account, {
    ...dated(booking),
    type: 'release',
    amount,
    receiptNumber,
    viaInteroperation,
  });
  row.runningBalance = runningBalance;
  hold.releaseTransactionId = row.id;
  account.onHold = (account.onHold ?? zero).minus(amount);
  return row;
}

interface Debit {
  readonly amount: Exact;
  /** Of each charge, a row for each. */
  readonly fees: readonly Exact[];
  /** Hold that is still open: it goes before the money does. */
  readonly openHold: Transaction | undefined;
}

function debit(tenant: Tenant, account: Account, request: TransferRequest, booking: Booking): void {
  const rows = rowsOf(account, request);
  const { amount, fees, openHold } = checkDebit(tenant, account, request, booking);
  if (openHold !== undefined) releaseHold(tenant, account, openHold, booking);
  const withdrawal = addTransaction(tenant, account, {
    ...fromRequest(request, booking),
    type: 'withdrawal',
    amount,
  });
  account.byCode.set(request.transferCode, { ...rows, withdrawal });
  account.ledger = account.ledger.minus(amount);
  for (const fee of fees) {
    addTransaction(tenant, account, {
      ...dated(booking),
      type: 'withdrawalFee',
      amount: fee,
      feeOf: withdrawal.id,
    });
    account.ledger = account.ledger.minus(fee);
  }
}

/** All that can refuse a debit, in Fineract's order; a refused one leaves the hold. */
function checkDebit(
  tenant: Tenant,
  account: Account,
  request: TransferRequest,
  booking: Booking,
): Debit {
  const { hold, withdrawal } = rowsOf(account, request);
  if (withdrawal !== undefined) throw alreadyOnHold(account, request);
  const total = hold && totalToHold(account, request);
  if (total === undefined || !hold?.amount.equals(total)) throw holdMissing(account, request);
  const available = withdrawable(account);
  if (available.plus(hold.amount).lessThan(total))
    throw insufficient(account.externalId, available, total);

  if (account.subStatus === 'BLOCK') throw blocked(account);
  if (account.subStatus === 'BLOCK_DEBIT') throw debitsBlocked(account);
  const { lockedInUntil } = account;
  if (lockedInUntil !== undefined && lockedInUntil >= booking.date) {
    throw lockedIn(lockedInUntil, request, booking.date);
  }
  checkPaymentType(tenant);
  const amount = roundToCurrency(request.amount.amount, account.currency);
  const fees = withdrawalFees(account, amount).map((fee) => roundToCurrency(fee, account.currency));
  const taken = amount.plus(sumOf(fees));
  const openHold = hold.releaseTransactionId === undefined ? hold : undefined;
  if (available.plus(openHold?.amount ?? zero).lessThan(taken)) {
    throw insufficient('transactionAmount', account.ledger.minus(taken), request.amount.amount);
  }
  checkNote(request);
  return { amount, fees, openHold };
}

function credit(
  tenant: Tenant,
  account: Account,
  request: TransferRequest,
  booking: Booking,
): void {
  const rows = rowsOf(account, request);
  if (rows.deposit !== undefined) throw alreadyOnHold(account, request);
  if (account.subStatus === 'BLOCK') throw blocked(account);
  if (account.subStatus === 'BLOCK_CREDIT') throw creditsBlocked(account);
  checkPaymentType(tenant);
  const amount = roundToCurrency(request.amount.amount, account.currency);
  const ledger = account.ledger.plus(amount);
  if (ledger.greaterThanOrEqualTo(balanceLimit)) throw overflow();
  if (request.transferCode.length > codeLengthMax) throw tooLong(codeLengthMax);
  checkNote(request);
  const deposit = addTransaction(tenant, account, {
    ...fromRequest(request, booking),
    type: 'deposit',
    amount,
  });
  account.byCode.set(request.transferCode, { ...rows, deposit });
  account.ledger = ledger;
}

/** Amount, plus fee, less commission, and never below zero. */
function totalToHold(account: Account, { amount, fee, commission }: TransferRequest): Exact {
  if (commission !== undefined && commission.currency !== account.currency) {
    throw differentCurrencies(account.currency, commission.currency);
  }
  const total = amount.amount.plus(fee?.amount ?? zero).minus(commission?.amount ?? zero);
  return total.isNegative() ? zero : total;
}

function rowsOf(account: Account, request: TransferRequest): TransferRows {
  return account.byCode.get(request.transferCode) ?? {};
}

function dated({
  date,
  user,
  nowMillis,
}: Booking): Pick<NewTransaction, 'date' | 'submittedOn' | 'submittedBy' | 'createdMillis'> {
  return { date, submittedOn: date, submittedBy: user, createdMillis: nowMillis };
}

function fromRequest(
  request: TransferRequest,
  booking: Booking,
): Omit<NewTransaction, 'type' | 'amount'> {
  const { transferCode: receiptNumber, note } = request;
  return { ...dated(booking), receiptNumber, note, viaInteroperation: true };
}

function checkPaymentType(tenant: Tenant): void {
  if (!tenant.hasNonCashPaymentType)
    throw new Unmapped('java.lang.NullPointerException: paymentType');
}

function checkNote(request: TransferRequest): void {
  if ((request.note ?? '').length > noteLengthMax)
    throw new Unmapped('value too long for type character varying(1000)');
}
