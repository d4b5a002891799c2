import type { Call, Scenario } from '../scenario';
import { account, credit, get, payer, post, quote, rowId, rows, transfer } from './steps';

const auditOf = (name: string, extra = ''): Call => ({
  ...get(
    `/audits?actionName=PREPARE&entityName=INTERTRANSFER&paged=true&limit=1&orderBy=id&sortOrder=DESC${extra}`,
    name,
  ),
});

export const reads: readonly Scenario[] = [
  {
    name: 'the conventions of every call',
    accounts: payer,
    steps: [
      get('/interoperation/health', 'health'),
      get('/../../actuator/health/liveness', 'liveness', {
        headers: { authorization: null, 'fineract-platform-tenantid': null },
      }),
      get('/../../actuator/health/readiness', 'readiness', {
        headers: { authorization: null, 'fineract-platform-tenantid': null },
      }),
      get('/interoperation/health', 'no tenant', {
        headers: { 'fineract-platform-tenantid': null },
      }),
      get('/interoperation/health', 'unknown tenant', {
        headers: { 'fineract-platform-tenantid': 'nowhere' },
      }),
      get('/interoperation/health?tenantIdentifier=default', 'tenant in the query', {
        headers: { 'fineract-platform-tenantid': null },
      }),
      get('/interoperation/health', 'no tenant and no authorization', {
        headers: { 'fineract-platform-tenantid': null, authorization: null },
      }),
      get('/interoperation/health', 'no authorization', { headers: { authorization: null } }),
      get('/interoperation/health', 'wrong password', {
        headers: { authorization: 'Basic bWlmb3M6bm8=' },
      }),
      get('/interoperation/health', 'bearer token', { headers: { authorization: 'Bearer abc' } }),
      get('/interoperation/health', 'authorization that is none', {
        headers: { authorization: 'Basic !!!' },
      }),
      get('/interoperation/nowhere', 'unknown path'),
      { name: 'PUT transfers', method: 'PUT', path: '/interoperation/transfers', body: {} },
      get('/interoperation/transfers', 'GET transfers'),
      { ...quote(1, 'as text/plain'), headers: { 'content-type': 'text/plain' } },
      {
        ...quote(1, 'with a charset'),
        headers: { 'content-type': 'application/json; charset=utf-8' },
      },
      { ...account('payer', 'wants XML'), headers: { accept: 'application/xml' } },
      { ...account('payer', 'wants anything'), headers: { accept: '*/*' } },
    ],
  },
  {
    name: 'an account as the interoperation API shows it',
    accounts: payer,
    steps: [
      account('payer', 'with an opening balance'),
      get('/interoperation/accounts/{run}-nobody', 'unknown'),
      get('/interoperation/accounts/{id:payer}', 'by its internal id'),
      get('/interoperation/accounts/{run}-payer?fields=accountId,availableBalance', 'some fields'),
      get('/interoperation/accounts/{run}-payer/kyc', 'kyc'),
      get('/interoperation/accounts/{run}-payer/transactions', 'transactions'),
      get('/interoperation/accounts/{run}-payer/transactions?debit=false&credit=true', 'credits'),
      get(
        '/interoperation/accounts/{run}-payer/transactions?debit=true&credit=true&fromBookingDateTime=2099-01-01T00:00:00',
        'none in time',
      ),
      get(
        '/interoperation/accounts/{run}-payer/transactions?fromBookingDateTime=2026-01-01',
        'a date only',
      ),
      get(
        '/interoperation/accounts/{run}-payer/transactions?fromBookingDateTime=2026-01-01T00:00:00Z',
        'with a zone',
      ),
      get('/interoperation/accounts/{run}-nobody/transactions', 'of an unknown account'),
      transfer('PREPARE', 'c', 10, 'a hold'),
      account('payer', 'with a hold'),
      rows('payer', 'with a hold'),
      transfer('CREATE', 'c', 10, 'a debit', { note: 'a note' }),
      account('payer', 'with a debit'),
      get('/interoperation/accounts/{run}-payer/transactions', 'with a debit'),
      credit('d', 0.5, 'a credit', { note: 'a note' }),
      rows('payer', 'with notes'),
      get('/interoperation/transactions/t/requests/r', 'a request'),
      get('/interoperation/transactions/t/quotes/q', 'a quote'),
      get('/interoperation/transactions/t/transfers/c', 'a transfer'),
    ],
  },
  {
    name: 'a savings account as the ordinary API shows it',
    accounts: { payer: { balance: '1000' }, empty: {} },
    steps: [
      get('/savingsaccounts/{id:payer}', 'by its internal id'),
      get('/savingsaccounts/external-id/{run}-payer', 'without rows'),
      get('/savingsaccounts/external-id/{run}-nobody?associations=transactions', 'unknown'),
      get('/savingsaccounts/99999999', 'unknown internal id'),
      rows('empty', 'no rows'),
    ],
  },
  {
    name: 'rows are searched',
    accounts: { payer: { balance: '1000' }, empty: {} },
    steps: [
      transfer('PREPARE', 'a', 10, 'a hold'),
      transfer('PREPARE', 'b', 20, 'a hold'),
      transfer('CREATE', 'b', 20, 'a debit'),
      credit('c', 30, 'a credit'),
      credit('d', 40, 'a credit'),
      { ...rows(), remember: { name: 'deposit', find: rowId(1, 'd') } },
      post(
        '/savingsaccounts/{id:payer}/transactions/{deposit}?command=reverse',
        { isBulk: true },
        'reverse one',
      ),
      ...[
        '',
        '?types=1',
        '?types=2',
        '?types=1,2',
        '?types=20',
        '?types=21&limit=5',
        '?types=99',
        '?limit=2',
        '?limit=2&offset=1',
        '?limit=2&offset=2',
        '?types=1,2&limit=2&offset=0',
        '?types=1,2&limit=2&offset=1',
        '?types=1,2&limit=2&offset=9',
        '?types=deposit',
      ].map((query) =>
        get(`/savingsaccounts/{id:payer}/transactions/search${query}`, `search ${query}`),
      ),
      get(
        '/savingsaccounts/{id:empty}/transactions/search?types=1',
        'search an account without rows',
      ),
      get('/savingsaccounts/99999999/transactions/search?types=1', 'search an unknown account'),
      get('/savingsaccounts/{id:payer}/transactions/{deposit}', 'one row'),
      get('/savingsaccounts/{id:payer}/transactions/99999999', 'an unknown row'),
    ],
  },
  {
    name: 'a client',
    accounts: payer,
    steps: [
      get('/clients/{client}', 'by its id'),
      get('/clients/external-id/{run}-client', 'by its external id'),
      get('/clients/99999999', 'unknown'),
      get('/clients/external-id/{run}-nobody', 'unknown external id'),
      get('/clients/abc', 'an id that is none'),
    ],
  },
  {
    name: 'commands in the audit',
    accounts: payer,
    steps: [
      transfer('PREPARE', 'c', 10.5, 'a hold', {}, { key: '{run}:a' }),
      { ...auditOf('newest PREPARE'), remember: { name: 'audit', find: newestAudit } },
      get('/audits/{audit}', 'the command itself'),
      transfer('PREPARE', 'c', 10.5, 'a replay', {}, { key: '{run}:a' }),
      auditOf('a replay adds none'),
      transfer('PREPARE', 'c', 10, 'a duplicate'),
      { ...auditOf('failures are there'), remember: { name: 'audit', find: newestAudit } },
      get('/audits/{audit}', 'the failed command'),
      transfer('PREPARE', 'c', 10, 'unknown field', { foo: 1 }),
      { ...auditOf('refused fields'), remember: { name: 'audit', find: newestAudit } },
      get('/audits/{audit}', 'the refused command'),
      get('/audits/99999999', 'unknown'),
    ],
  },
  {
    name: 'permissions',
    accounts: payer,
    limitedUser: ['PREPARE_INTERTRANSFER'],
    steps: [
      post('/interoperation/parties/MSISDN/{run}1', { accountId: '{run}-payer' }, 'register'),
      ...[
        '/interoperation/health',
        '/interoperation/accounts/{run}-payer',
        '/interoperation/accounts/{run}-payer/identifiers',
        '/interoperation/accounts/{run}-payer/transactions?fromBookingDateTime=2099-01-01T00:00:00',
        '/interoperation/parties/MSISDN/{run}1',
        '/interoperation/transactions/t/requests/r',
        '/interoperation/transactions/t/quotes/q',
        '/interoperation/transactions/t/transfers/c',
        '/clients/{client}',
        '/clients/external-id/{run}-client',
        '/savingsaccounts/{id:payer}',
        '/savingsaccounts/external-id/{run}-payer?associations=transactions',
        '/audits?actionName=PREPARE&entityName=INTERTRANSFER',
      ].map((path) => get(path, `limited user, ${path.split('/')[1] ?? ''}`, { user: 'limited' })),
      transfer('PREPARE', 'c', 1, 'permitted', {}, { user: 'limited' }),
      transfer('CREATE', 'c', 1, 'not permitted', {}, { user: 'limited', key: '{run}:k' }),
      transfer('CREATE', 'c', 1, 'the key is free still', {}, { key: '{run}:k' }),
      transfer('RELEASE', 'c', 1, 'not permitted', {}, { user: 'limited' }),
      quote(1, 'not permitted', {}, { user: 'limited' }),
      post(
        '/interoperation/parties/IBAN/{run}',
        { accountId: '{run}-payer' },
        'register, not permitted',
        { user: 'limited' },
      ),
      {
        name: 'DELETE: not permitted',
        method: 'DELETE',
        path: '/interoperation/parties/MSISDN/{run}1',
        user: 'limited',
      },
    ],
  },
  {
    name: 'maker and checker',
    accounts: payer,
    limitedUser: ['PREPARE_INTERTRANSFER', 'CREATE_INTERTRANSFER'],
    steps: [
      { act: 'maker-checker', permissions: ['PREPARE_INTERTRANSFER', 'CREATE_INTERTRANSFER'] },
      transfer('PREPARE', 'a', 1, 'one who may do everything'),
      transfer('PREPARE', 'b', 1, 'parked', {}, { user: 'limited', key: '{run}:b' }),
      account('payer', 'nothing held'),
      transfer('PREPARE', 'b', 1, 'parked, replayed', {}, { user: 'limited', key: '{run}:b' }),
      { act: 'maker-checker', permissions: [] },
      transfer(
        'PREPARE',
        'b',
        1,
        'replayed after the check is off',
        {},
        { user: 'limited', key: '{run}:b' },
      ),
      transfer('PREPARE', 'b', 1, 'new key', {}, { user: 'limited' }),
      account(),
    ],
  },
];

function newestAudit(body: unknown): number | undefined {
  return (body as { pageItems: readonly { id: number }[] }).pageItems[0]?.id;
}
