import { findAccount } from '../state/accounts';
import { execute, type Interference } from '../state/commands';
import { notAuthorized, notFound, Unmapped, type Answer } from '../state/errors';
import { Validator, isJsonObject } from '../state/fields';
import { findParty, type PartyId } from '../state/identifiers';
import {
  bookingOf,
  partyView,
  paymentRequest,
  quote,
  registerParty,
  removeParty,
  transfer,
  transferActions,
} from '../state/interoperation';
import { toJson } from '../state/json';
import { idTypes, type Account, type Tenant, type User } from '../state/model';
import { releaseByOperator, reverse } from '../state/operator';
import {
  auditView,
  clientView,
  identifierView,
  interopAccountView,
  oneTransactionView,
  savingsAccountView,
  searchView,
} from '../state/views';

/** A request that has passed the checks that are the same for all endpoints. */
export interface Call {
  readonly tenant: Tenant;
  readonly user: User;
  /** Path with base, for Spring's errors. */
  readonly path: string;
  /** Path below the base. */
  readonly url: string;
  /** Values of the route's `:names`. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly bodyText: string;
  readonly idempotencyKey: string | undefined;
  readonly nowMillis: number;
  readonly interference: Interference | undefined;
}

export interface Endpoint {
  /** What faults name. */
  readonly route: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Segments; `:name` takes any. */
  readonly path: string;
  readonly answer: (call: Call) => Answer;
}

export const endpoints: readonly Endpoint[] = [
  {
    route: 'health',
    method: 'GET',
    path: 'interoperation/health',
    answer: () => ({ status: 200, body: 'OK' }),
  },
  get('accounts', 'interoperation/accounts/:accountId', (call) =>
    interopAccountView(accountOf(call)),
  ),
  get('accounts', 'interoperation/accounts/:accountId/identifiers', (call) => ({
    identifiers: accountOf(call).identifiers.map(identifierView),
  })),
  get('accounts', 'interoperation/accounts/:accountId/kyc', (call) => {
    throw new Unmapped(`bad SQL grammar for ${accountOf(call).externalId}`);
  }),
  get('accounts', 'interoperation/accounts/:accountId/transactions', interopTransactions),
  ...partyEndpoints('interoperation/parties/:idType/:idValue'),
  ...partyEndpoints('interoperation/parties/:idType/:idValue/:subIdOrType'),
  command('requests', 'interoperation/requests', 'CREATE', 'INTERREQUEST', (call, body) =>
    paymentRequest(call.tenant, body, booking(call), call.nowMillis),
  ),
  command('quotes', 'interoperation/quotes', 'CREATE', 'INTERQUOTE', (call, body) =>
    quote(call.tenant, body, booking(call), call.nowMillis),
  ),
  { route: 'transfers', method: 'POST', path: 'interoperation/transfers', answer: postTransfer },
  get('requests', 'interoperation/transactions/:transactionCode/requests/:requestCode', (call) => {
    requirePermission(call, 'INTERREQUEST', 'interrequests');
    return { ...call.params, state: 'REJECTED' };
  }),
  {
    ...emptyGet('quotes', 'INTERQUOTE', 'interquotes'),
    path: 'interoperation/transactions/:transactionCode/quotes/:code',
  },
  {
    ...emptyGet('transfers', 'INTERQUOTE', 'interquotes'),
    path: 'interoperation/transactions/:transactionCode/transfers/:code',
  },
  get('clients', 'clients/external-id/:externalId', (call) => {
    requirePermission(call, 'CLIENT', 'clients');
    const client = [...call.tenant.clients.values()].find(
      (one) => one.externalId === call.params['externalId'],
    );
    if (client === undefined)
      throw notFound('error.msg.client.id.invalid', 'Client with identifier null does not exist', [
        undefined,
      ]);
    return clientView(client);
  }),
  get('clients', 'clients/:id', (call) => {
    requirePermission(call, 'CLIENT', 'clients');
    const id = call.params['id'] ?? '';
    const client = call.tenant.clients.get(Number(id));
    if (client === undefined) {
      throw notFound(
        'error.msg.client.not.found.with.client.id',
        `Client not found with valuer ${id}.`,
        [id],
      );
    }
    return clientView(client);
  }),
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
  get('audits', 'audits', audits),
  get('audits', 'audits/:id', (call) => {
    requirePermission(call, 'AUDIT', 'audits');
    const found = call.tenant.audits.get(Number(call.params['id']));
    if (found === undefined) throw new Unmapped('Incorrect result size: expected 1, actual 0');
    return auditView(found, true);
  }),
];

function get(route: string, path: string, view: (call: Call) => unknown): Endpoint {
  return {
    route,
    path,
    method: 'GET',
    answer: (call) => ({
      status: 200,
      body: toJson(narrowed(view(call), call.query.get('fields'))),
    }),
  };
}

/** `?fields=a,b` */
function narrowed(view: unknown, fields: string | null): unknown {
  if (fields === null || !isJsonObject(view)) return view;
  const names = fields.split(',');
  return Object.fromEntries(Object.entries(view).filter(([name]) => names.includes(name)));
}

function command(
  route: string,
  path: string,
  actionName: string,
  entityName: string,
  action: (call: Call, body: unknown) => object,
): Endpoint {
  return {
    route,
    path,
    method: 'POST',
    answer: (call) => run(call, actionName, entityName, (body) => action(call, body)),
  };
}

function run(
  call: Call,
  actionName: string,
  entityName: string,
  action: (body: unknown) => object,
  hasBody = true,
): Answer {
  const { user, idempotencyKey, url, path, nowMillis } = call;
  const bodyText = hasBody ? call.bodyText : undefined;
  const request = {
    actionName,
    entityName,
    user,
    idempotencyKey,
    bodyText,
    url: `/${url}`,
    path,
    nowMillis,
  };
  return execute(call.tenant, request, action, call.interference);
}

function booking(call: Call): ReturnType<typeof bookingOf> {
  return bookingOf(call.tenant, call.user, call.nowMillis);
}

function accountOf(call: Call): Account {
  return findAccount(call.tenant, call.params['accountId'] ?? '');
}

/** Answers 500 as soon as one row matches: the real one cannot build the row. */
function interopTransactions(call: Call): object {
  const account = accountOf(call);
  const from = readLocalDateTime(call.query.get('fromBookingDateTime'));
  const to = readLocalDateTime(call.query.get('toBookingDateTime'));
  const wantsDebit = call.query.get('debit') !== 'false';
  const wantsCredit = call.query.get('credit') === 'true';
  const matches = account.transactions.some((row) => {
    const wanted = row.entry === 'DEBIT' ? wantsDebit : wantsCredit;
    const inTime =
      (from === undefined || from <= `${row.date}T23:59:59`) &&
      (to === undefined || to > `${row.date}T00:00:00`);
    return wanted && inTime;
  });
  if (matches) throw new Unmapped('java.lang.NullPointerException');
  return { transactions: [], resourceId: account.id, resourceIdentifier: String(account.id) };
}

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

function readLocalDateTime(value: string | null): string | undefined {
  if (value === null) return undefined;
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(value))
    throw new Unmapped(`Text '${value}' could not be parsed`);
  return value;
}

function partyEndpoints(path: string): readonly Endpoint[] {
  return [
    get('parties', path, (call) => partyView(findParty(call.tenant, partyOf(call)))),
    command('parties', path, 'CREATE', 'INTERID', (call, body) =>
      registerParty(call.tenant, partyOf(call), body),
    ),
    {
      route: 'parties',
      path,
      method: 'DELETE',
      answer: (call) =>
        run(call, 'DELETE', 'INTERID', () => removeParty(call.tenant, partyOf(call)), false),
    },
  ];
}

/** The server has checked the type already: a wrong one is no route. */
function partyOf(call: Call): PartyId {
  const { idType, idValue = '', subIdOrType } = call.params;
  const known = idTypes.find((type) => type === idType);
  if (known === undefined) throw new Unmapped(`no identifier type ${String(idType)}`);
  return { idType: known, idValue, subIdOrType };
}

function postTransfer(call: Call): Answer {
  const action = readAction(call.query.get('action'));
  return run(call, action, 'INTERTRANSFER', (body) =>
    transfer(call.tenant, action, body, booking(call), call.nowMillis),
  );
}

function readAction(value: string | null): (typeof transferActions)[number] {
  const known = transferActions.find((action) => action === value);
  if (known !== undefined) return known;
  if (transferActions.some((action) => action === value?.toUpperCase())) {
    throw new Unmapped(`No command handler for ${String(value)}`);
  }
  const validator = new Validator('InteropApi');
  validator.mandatory('action', value ?? undefined);
  validator.oneOf('action', value ?? undefined, transferActions);
  validator.throwErrors();
  throw new Error('an unknown action is an error');
}

/** Nothing is stored, so nothing is found: 204. */
function emptyGet(route: string, entityName: string, resource: string): Omit<Endpoint, 'path'> {
  return {
    route,
    method: 'GET',
    answer: (call) => {
      requirePermission(call, entityName, resource);
      return { status: 204, body: undefined };
    },
  };
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
  return savingsAccountView(account, client, /all|transactions/.test(associations));
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

/** Newest first; `limit` counts only together with `paged`. */
function audits(call: Call): unknown {
  requirePermission(call, 'AUDIT', 'audits');
  const { query, tenant } = call;
  const matching = [...tenant.audits.values()]
    .reverse()
    .filter(
      (one) =>
        agrees(query.get('actionName'), one.actionName) &&
        agrees(query.get('entityName'), one.entityName),
    );
  if (query.get('paged') !== 'true') return matching.map((one) => auditView(one, false));
  const offset = Number(query.get('offset') ?? 0);
  const page = matching.slice(offset, offset + Number(query.get('limit') ?? 200));
  return {
    totalFilteredRecords: page.length,
    pageItems: page.map((one) => auditView(one, false)),
  };
}

function agrees(wanted: string | null, actual: string): boolean {
  return wanted === null || wanted === actual;
}

function requirePermission(call: Call, entityName: string, resource: string): void {
  const { permissions } = call.user;
  if (permissions === 'ALL' || permissions.includes(`READ_${entityName}`)) return;
  throw notAuthorized(`User has no authority to READ ${resource}`);
}
