import { addTransaction, withdrawable, withdrawalFee, type NewTransaction } from './balances';
import { roundToCurrency, zero, type Exact } from './decimal';
import { integrityViolated, invalid, notFound, ruleViolated, Unmapped } from './errors';
import { differentCurrencies, usableAccount, type Booking } from './accounts';
import { exact } from './json';
import type { Account, Tenant, Transaction, TransferRows } from './model';
import type { TransferRequest } from './requests';

/** PREPARE: holds the payer's money. For a payee it looks at nothing. */
export function prepare(tenant: Tenant, request: TransferRequest, booking: Booking): void {
  if (request.role === 'PAYEE') return;
  const account = usableAccount(tenant, request, booking);
  const total = totalToHold(account, request);
  if (withdrawable(account).lessThan(total))
    throw insufficient(account.externalId, withdrawable(account), total);
  const rows = rowsOf(account, request.transferCode);
  if (rows.hold !== undefined) throw alreadyCommitted(account, request);
  checkLengths(request, () => new Unmapped('value too long for type character varying(100)'));

  const amount = roundToCurrency(total, account.currency);
  const runningBalance = withdrawable(account).minus(amount);
  rows.hold = addTransaction(tenant, account, {
    ...interop(request, booking),
    type: 'hold',
    amount,
  });
  rows.hold.runningBalance = runningBalance;
  account.byCode.set(request.transferCode, rows);
  // Unrounded, as Fineract adds it: three decimals leave a remainder on hold for ever.
  account.onHold = (account.onHold ?? zero).plus(total);
}

/** CREATE: debits the payer, who must have been PREPAREd for the same total, or credits the payee. */
export function create(tenant: Tenant, request: TransferRequest, booking: Booking): void {
  const account = usableAccount(tenant, request, booking);
  if (request.role === 'PAYER') debit(tenant, account, request, booking);
  else credit(tenant, account, request, booking);
  // Both recalculate the running balances of all rows.
  account.recalculatedRows = account.transactions.length;
}

/** RELEASE: gives the hold back, whatever amount and role the request names. */
export function release(tenant: Tenant, request: TransferRequest, booking: Booking): void {
  const account = usableAccount(tenant, request, booking);
  const { hold } = rowsOf(account, request.transferCode);
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
  const { receiptNumber, viaInteroperation } = hold;
  const row = addTransaction(tenant, account, {
    ...dated(booking),
    receiptNumber,
    viaInteroperation,
    type: 'release',
    amount: hold.amount,
  });
  row.runningBalance = runningBalance;
  hold.releaseTransactionId = row.id;
  account.onHold = (account.onHold ?? zero).minus(hold.amount);
  return row;
}

function debit(tenant: Tenant, account: Account, request: TransferRequest, booking: Booking): void {
  const rows = rowsOf(account, request.transferCode);
  const { hold } = rows;
  if (rows.withdrawal !== undefined) throw alreadyOnHold(account, request);
  if (hold === undefined) throw holdMissing(account, request);
  const total = totalToHold(account, request);
  if (!hold.amount.equals(total)) throw holdMissing(account, request);
  if (withdrawable(account).plus(hold.amount).lessThan(total)) {
    throw insufficient(account.externalId, withdrawable(account), total);
  }
  const requested = request.amount.amount;
  const amount = roundToCurrency(requested, account.currency);
  const fee = roundToCurrency(withdrawalFee(account, amount), account.currency);
  const heldAfter = hold.releaseTransactionId === undefined ? hold.amount : zero;
  checkWithdrawal(
    tenant,
    account,
    request,
    booking,
    withdrawable(account).plus(heldAfter),
    amount.plus(fee),
  );

  if (hold.releaseTransactionId === undefined) releaseHold(tenant, account, hold, booking);
  const withdrawal = addTransaction(tenant, account, {
    ...interop(request, booking),
    type: 'withdrawal',
    amount,
  });
  rows.withdrawal = withdrawal;
  account.ledger = account.ledger.minus(amount);
  if (account.product.charges.length === 0) return;
  addTransaction(tenant, account, {
    ...dated(booking),
    type: 'withdrawalFee',
    amount: fee,
    feeOf: withdrawal.id,
  });
  account.ledger = account.ledger.minus(fee);
}

/** What Fineract finds out only when it withdraws: blocks, lock-in, charges that nothing is left for. */
function checkWithdrawal(
  tenant: Tenant,
  account: Account,
  request: TransferRequest,
  booking: Booking,
  available: Exact,
  taken: Exact,
): void {
  if (account.subStatus === 'BLOCK') throw blocked(account);
  if (account.subStatus === 'BLOCK_DEBIT') {
    throw ruleViolated(
      'error.msg.savings.account.debit.transaction.not.allowed',
      `Any debit transactions from ${account.id} is not allowed, since the account is blocked for debits`,
      [account.id],
    );
  }
  if (account.lockedInUntil !== undefined && account.lockedInUntil >= booking.date)
    throw lockedIn(account, request, booking);
  checkPaymentType(tenant);
  if (available.lessThan(taken)) {
    const left = account.ledger.minus(taken);
    throw insufficient('transactionAmount', left, request.amount.amount);
  }
  checkNote(request);
}

function credit(
  tenant: Tenant,
  account: Account,
  request: TransferRequest,
  booking: Booking,
): void {
  const rows = rowsOf(account, request.transferCode);
  if (rows.deposit !== undefined) throw alreadyOnHold(account, request);
  if (account.subStatus === 'BLOCK') throw blocked(account);
  if (account.subStatus === 'BLOCK_CREDIT') {
    throw ruleViolated(
      'error.msg.savings.account.credit.transaction.not.allowed',
      `Any Credit transactions to ${account.id} is not allowed, since the account is blocked for credits`,
      [account.id],
    );
  }
  checkPaymentType(tenant);
  const amount = roundToCurrency(request.amount.amount, account.currency);
  if (amount.greaterThanOrEqualTo('1e13')) throw overflow();
  checkLengths(request, () =>
    integrityViolated(integrity, 'ERROR: value too long for type character varying(100)'),
  );
  checkNote(request);
  rows.deposit = addTransaction(tenant, account, {
    ...interop(request, booking),
    type: 'deposit',
    amount,
  });
  account.byCode.set(request.transferCode, rows);
  account.ledger = account.ledger.plus(amount);
}

function totalToHold(account: Account, request: TransferRequest): Exact {
  const { fee, commission } = request;
  if (commission !== undefined && commission.currency !== account.currency) {
    throw differentCurrencies(account.currency, commission.currency);
  }
  const total = request.amount.amount.plus(fee?.amount ?? zero).minus(commission?.amount ?? zero);
  return total.isNegative() ? zero : total;
}

function rowsOf(account: Account, transferCode: string): TransferRows {
  return account.byCode.get(transferCode) ?? {};
}

function dated(booking: Booking): Pick<NewTransaction, 'date' | 'submittedOn' | 'submittedBy'> {
  return { date: booking.date, submittedOn: booking.date, submittedBy: booking.user };
}

type InteropRow = Omit<NewTransaction, 'type' | 'amount'>;

function interop(request: TransferRequest, booking: Booking): InteropRow {
  const { transferCode: receiptNumber, note } = request;
  return { ...dated(booking), receiptNumber, note, viaInteroperation: true };
}

const integrity = 'error.msg.data.integrity.issue';

function checkPaymentType(tenant: Tenant): void {
  if (!tenant.hasNonCashPaymentType)
    throw new Unmapped('java.lang.NullPointerException: paymentType');
}

function checkLengths(request: TransferRequest, fault: () => Error): void {
  if (request.transferCode.length > 100) throw fault();
}

function checkNote(request: TransferRequest): void {
  if ((request.note ?? '').length > 1000)
    throw new Unmapped('value too long for type character varying(1000)');
}

/** numeric(19,6). */
function overflow(): Error {
  return integrityViolated(
    integrity,
    'ERROR: numeric field overflow\n' +
      '  Detail: A field with precision 19, scale 6 must round to an absolute value less than 10^13.',
  );
}

function insufficient(subject: string, available: Exact, wanted: Exact): Error {
  return ruleViolated(
    'error.msg.savingsaccount.transaction.insufficient.account.balance',
    'Insufficient account balance.',
    [subject, exact(available), undefined, exact(wanted)],
  );
}

function blocked(account: Account): Error {
  return ruleViolated(
    'error.msg.saving.account.blocked.transaction.not.allowed',
    `Any transaction to ${account.id} is not allowed, since the account is blocked`,
    [account.id],
  );
}

/** Swapped in Fineract: this one answers a repeated PREPARE, ... */
function alreadyCommitted(account: Account, request: TransferRequest): Error {
  return ruleViolated(
    'error.msg.interop.transfer.already.committed',
    `Transaction with transferCode ${request.transferCode} already committed for account ${account.externalId}`,
  );
}

/** ... and this one a repeated CREATE. */
function alreadyOnHold(account: Account, request: TransferRequest): Error {
  return ruleViolated(
    'error.msg.interop.transfer.already.on.hold',
    `Transaction with transferCode ${request.transferCode} already on hold for account ${account.externalId}`,
  );
}

function holdMissing(account: Account, request: TransferRequest): Error {
  return notFound(
    'error.msg.interop.onhold.transfer.missing',
    `No matching transaction with transferCode ${request.transferCode} found for account ${account.externalId}`,
  );
}

/** Fineract writes the date with the request's own pattern, and its default one does not fit a date. */
function lockedIn(account: Account, request: TransferRequest, booking: Booking): Error {
  if (request.dateFormat === undefined) {
    return new Unmapped(
      'java.time.temporal.UnsupportedTemporalTypeException: Unsupported field: HourOfDay',
    );
  }
  const until = account.lockedInUntil ?? '';
  return invalid([
    {
      code: 'error.msg.savingsaccount.transaction.withdrawals.blocked.during.lockin.period',
      parameter: 'transactionDate',
      message: `Withdrawal is not allowed. No withdrawals are allowed until after ${until}`,
      args: [booking.date, until],
    },
  ]);
}
