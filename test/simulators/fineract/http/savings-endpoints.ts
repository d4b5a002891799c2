import { notFound, Unmapped, type Answer } from '../state/errors';
import { isJsonObject } from '../state/fields';
import type { Account } from '../state/model';
import { releaseByOperator, reverse } from '../state/operator';
import { savingsAccountView } from '../state/savings-views';
import { oneTransactionView, searchView } from '../state/transaction-views';
import { booking, get, requirePermission, run, type Call, type Endpoint } from './endpoint';

export const savingsEndpoints: readonly Endpoint[] = [
  get('savingsaccounts', 'savingsaccounts/external-id/:externalId', (call) =>
    savingsView(call, call.tenant.accounts.get(call.params['externalId'] ?? ''), undefined),
  ),
  get('savingsaccounts', 'savingsaccounts/:id', (call) => {
    const id = Number(call.params['id']);
    return savingsView(call, call.tenant.accountsById.get(id), id);
  }),
  get('savingsaccounts', 'savingsaccounts/:id/transactions/search', searchTransactions),
  get('savingsaccounts', 'savingsaccounts/:id/transactions/:transactionId', oneTransaction),
  {
    route: 'reversals',
    method: 'POST',
    path: 'savingsaccounts/:id/transactions/:transactionId',
    answer: operatorCommand,
  },
];

/** `offset` counts pages. */
function searchTransactions(call: Call): object {
  requirePermission(call, 'SAVINGSACCOUNT', 'savingsaccounts');
  const account = call.tenant.accountsById.get(Number(call.params['id']));
  const types = call.query.get('types')?.split(',').map(Number);
  const limit = Number(call.query.get('limit') ?? 50);
  return searchView(account, { types, limit, pageNumber: Number(call.query.get('offset') ?? 0) });
}

function oneTransaction(call: Call): unknown {
  requirePermission(call, 'SAVINGSACCOUNT', 'savingsaccounts');
  const account = call.tenant.accountsById.get(Number(call.params['id']));
  const row = account?.byId.get(Number(call.params['transactionId']));
  if (account === undefined || row === undefined)
    throw new Unmapped('Incorrect result size: expected 1, actual 0');
  return oneTransactionView(account, row);
}

function savingsView(call: Call, account: Account | undefined, id: number | undefined): object {
  requirePermission(call, 'SAVINGSACCOUNT', 'savingsaccounts');
  if (account === undefined) {
    throw notFound(
      'error.msg.saving.account.id.invalid',
      `Savings account with identifier ${id ?? 'null'} does not exist`,
      [id],
    );
  }
  const client = call.tenant.clients.get(account.clientId);
  if (client === undefined) throw new Unmapped('account without client');
  const associations = call.query.get('associations') ?? '';
  return savingsAccountView(account, client, {
    transactions: /all|transactions/.test(associations),
    charges: /all|charges/.test(associations),
  });
}

/** `?command=reverse` and `?command=releaseAmount` */
function operatorCommand(call: Call): Answer {
  const id = Number(call.params['id']);
  const transactionId = Number(call.params['transactionId']);
  const account = call.tenant.accountsById.get(id);
  const order = {
    tenant: call.tenant,
    account,
    accountId: id,
    transactionId,
    booking: booking(call),
  };
  if (call.query.get('command') === 'releaseAmount') {
    return run(call, 'RELEASEAMOUNT', 'SAVINGSACCOUNT', () => releaseByOperator(order));
  }
  return run(call, 'REVERSETRANSACTION', 'SAVINGSACCOUNT', (body) =>
    reverse(order, isJsonObject(body) && body['isBulk'] === true),
  );
}
