import { exact } from './json';
import type { Exact } from './decimal';
import { integrityViolated, invalid, notFound, ruleViolated, Unmapped } from './errors';
import type { Account } from './model';
import type { TransferRequest } from './requests';

export function differentCurrencies(from: string, to: string): Error {
  return ruleViolated(
    'error.msg.accounttransfer.different.currencies',
    `Trying to transfer from ${from} to ${to}`,
  );
}

/** numeric(19,6). */
export function overflow(): Error {
  return integrityViolated(
    'error.msg.data.integrity.issue',
    'ERROR: numeric field overflow\n' +
      '  Detail: A field with precision 19, scale 6 must round to an absolute value less than 10^13.',
  );
}

export function tooLong(length: number): Error {
  return integrityViolated(
    'error.msg.data.integrity.issue',
    `ERROR: value too long for type character varying(${length})`,
  );
}

export function insufficient(subject: string, available: Exact, wanted: Exact): Error {
  return ruleViolated(
    'error.msg.savingsaccount.transaction.insufficient.account.balance',
    'Insufficient account balance.',
    [subject, exact(available), undefined, exact(wanted)],
  );
}

export function clientNotActive(clientId: number): Error {
  return ruleViolated(
    'error.msg.client.not.active.exception',
    `The Client with id \`${clientId}\` is not active`,
    [clientId],
  );
}

export function blocked(account: Account): Error {
  return ruleViolated(
    'error.msg.saving.account.blocked.transaction.not.allowed',
    `Any transaction to ${account.id} is not allowed, since the account is blocked`,
    [account.id],
  );
}

export function debitsBlocked({ id }: Account): Error {
  return ruleViolated(
    'error.msg.savings.account.debit.transaction.not.allowed',
    `Any debit transactions from ${id} is not allowed, since the account is blocked for debits`,
    [id],
  );
}

export function creditsBlocked({ id }: Account): Error {
  return ruleViolated(
    'error.msg.savings.account.credit.transaction.not.allowed',
    `Any Credit transactions to ${id} is not allowed, since the account is blocked for credits`,
    [id],
  );
}

/** Swapped in Fineract: this one answers a repeated PREPARE, ... */
export function alreadyCommitted(account: Account, request: TransferRequest): Error {
  return ruleViolated(
    'error.msg.interop.transfer.already.committed',
    `Transaction with transferCode ${request.transferCode} already committed for account ${account.externalId}`,
  );
}

/** ... and this one a repeated CREATE. */
export function alreadyOnHold(account: Account, request: TransferRequest): Error {
  return ruleViolated(
    'error.msg.interop.transfer.already.on.hold',
    `Transaction with transferCode ${request.transferCode} already on hold for account ${account.externalId}`,
  );
}

export function holdMissing(account: Account, request: TransferRequest): Error {
  return notFound(
    'error.msg.interop.onhold.transfer.missing',
    `No matching transaction with transferCode ${request.transferCode} found for account ${account.externalId}`,
  );
}

/** Fineract writes the date with the request's own pattern, and its default one does not fit a date. */
export function lockedIn(until: string, request: TransferRequest, date: string): Error {
  if (request.dateFormat === undefined) {
    return new Unmapped(
      'java.time.temporal.UnsupportedTemporalTypeException: Unsupported field: HourOfDay',
    );
  }
  return invalid([
    {
      code: 'error.msg.savingsaccount.transaction.withdrawals.blocked.during.lockin.period',
      parameter: 'transactionDate',
      message: `Withdrawal is not allowed. No withdrawals are allowed until after ${until}`,
      args: [date, until],
    },
  ]);
}
