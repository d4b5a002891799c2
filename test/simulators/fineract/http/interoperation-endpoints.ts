import { findAccount } from '../state/accounts';
import { Unmapped, type Answer } from '../state/errors';
import { Validator } from '../state/fields';
import { findParty, type PartyId } from '../state/identifiers';
import {
  partyView,
  paymentRequest,
  quote,
  registerParty,
  removeParty,
  transfer,
  transferActions,
} from '../state/interoperation';
import { idTypes, type Account } from '../state/model';
import { identifierView, interopAccountView } from '../state/views';
import {
  booking,
  command,
  get,
  requirePermission,
  run,
  type Call,
  type Endpoint,
} from './endpoint';

export const interoperationEndpoints: readonly Endpoint[] = [
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
];

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
