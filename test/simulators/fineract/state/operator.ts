import type { Booking } from './accounts';
import { addTransaction, withdrawable } from './balances';
import { invalid, notFound } from './errors';
import { exact } from './json';
import type { Account, Tenant, Transaction } from './model';
import { clientNotActive, insufficient } from './refusals';
import { releaseHold } from './transfers';

/** What an operator does to one row of an account, past the interoperation API. */
export interface Order {
  readonly tenant: Tenant;
  readonly account: Account | undefined;
  readonly accountId: number;
  readonly transactionId: number;
  readonly booking: Booking;
}

/** Adds a mirror row and marks the original. `isBulk` takes the withdrawal's fee back too. */
export function reverse(order: Order, isBulk: boolean): object {
  const account = accountOf(order);
  if (order.tenant.clients.get(account.clientId)?.active !== true) {
    throw clientNotActive(account.clientId);
  }
  const original = account.byId.get(order.transactionId);
  if (original === undefined || !canBeReversed(original)) {
    throw notFound(
      'error.msg.saving.account.trasaction.id.invalid',
      `Savings account with savings identifier ${account.id} and trasaction identifier ${order.transactionId} does not exist`,
      [account.id, order.transactionId],
    );
  }
  checkFunds(account, original);
  const fees = account.transactions.filter(
    (row) => isBulk && row.feeOf === original.id && !row.reversed,
  );
  for (const row of [original, ...fees]) mirror(order, account, row);
  account.recalculatedRows = account.transactions.length;
  return { officeId: 1, clientId: account.clientId, savingsId: account.id };
}

/** A deposit that something else has been built on cannot be taken back. */
function checkFunds(account: Account, { type, amount }: Transaction): void {
  if (type !== 'deposit' || withdrawable(account).greaterThanOrEqualTo(amount)) return;
  throw insufficient('transactionAmount', account.ledger.minus(amount), amount);
}

/** Gives a hold back as RELEASE does. */
export function releaseByOperator(order: Order): object {
  const account = accountOf(order);
  const hold = account.byId.get(order.transactionId);
  if (hold?.type !== 'hold' || hold.releaseTransactionId !== undefined) throw notOnHold(hold);
  const row = releaseHold(order.tenant, account, hold, order.booking);
  return { officeId: 1, clientId: account.clientId, savingsId: account.id, resourceId: row.id };
}

function accountOf({ account, accountId }: Order): Account {
  if (account !== undefined) return account;
  throw notFound(
    'error.msg.saving.account.id.invalid',
    `Savings account with identifier ${accountId} does not exist`,
    [accountId],
  );
}

/** Holds are released, not reversed: a real Fineract mostly answers 404 too. */
function canBeReversed(row: Transaction): boolean {
  return (
    row.type !== 'hold' && row.type !== 'release' && !row.reversed && row.reverses === undefined
  );
}

function mirror({ tenant, booking }: Order, account: Account, original: Transaction): void {
  const { type, amount, receiptNumber, viaInteroperation } = original;
  addTransaction(tenant, account, {
    type,
    amount,
    receiptNumber,
    viaInteroperation,
    date: booking.date,
    submittedOn: booking.date,
    submittedBy: booking.user,
    createdMillis: booking.nowMillis,
    reverses: original,
  });
  original.reversed = true;
  account.ledger = type === 'deposit' ? account.ledger.minus(amount) : account.ledger.plus(amount);
}

function notOnHold(row: Transaction | undefined): Error {
  const fault = 'validation.msg.amount.is.not.on.hold';
  return invalid([
    {
      code: `validation.msg.savingsaccount.amount.${fault}`,
      parameter: 'amount',
      message: `Failed data validation due to: ${fault}.`,
      args: [row && exact(row.amount), ['Transaction amount is not on hold']],
    },
  ]);
}
