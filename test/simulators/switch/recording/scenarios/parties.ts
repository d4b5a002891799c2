import type { Role, Session } from '../session';
import { scenario, type Scenario } from './scenario';

const traceId = '0af7651916cd43dd8448eb211c80319c';

async function register(session: Session, path: string, role: Role = 'payee'): Promise<void> {
  const body = { fspId: session.fsp(role), currency: 'TZS' };
  await session.send(role, 'POST', path.replace('/parties', '/participants'), { body });
}

async function registered(session: Session, role: Role = 'payee'): Promise<string> {
  const path = `/parties/MSISDN/${session.msisdn('msisdn')}`;
  await register(session, path, role);
  return path;
}

function party(session: Session, path: string, subId?: string) {
  const [, , partyIdType, partyIdentifier] = path.split('/');
  const partyIdInfo = {
    partyIdType,
    partyIdentifier,
    ...(subId !== undefined && { partySubIdOrType: subId }),
    fspId: session.fsp('payee'),
  };
  return { party: { partyIdInfo, name: 'Neema Mushi' } };
}

const unknownParty = {
  errorInformation: { errorCode: '3204', errorDescription: 'Party not found' },
};

const found = [
  ...['1.0', '1.1', '2.0'].map((version) =>
    scenario(`a party is found, version ${version}`, async (session) => {
      const path = await registered(session);
      await session.send('payer', 'GET', path, { version });
      const body = party(session, path);
      await session.send('payee', 'PUT', path, { to: session.fsp('payer'), version, body });
    }),
  ),
  scenario('a party is found with a destination in the request', async (session) => {
    const path = await registered(session);
    await session.send('payer', 'GET', path, { to: session.fsp('payee') });
    await session.send('payer', 'GET', path, { to: session.fsp('third') });
  }),
  scenario('a party with a SubId', async (session) => {
    const path = await registered(session);
    await session.send('payer', 'GET', `${path}/HOME`);
    await register(session, `${path}/HOME`);
    await session.send('payer', 'GET', `${path}/HOME`);
    const to = session.fsp('payer');
    const body = party(session, path, 'HOME');
    await session.send('payee', 'PUT', `${path}/HOME`, { to, body });
    await session.send('payee', 'PUT', `${path}/HOME/error`, { to, body: unknownParty });
    await session.send('payer', 'GET', path);
  }),
  scenario('a party that two FSPs hold, in two currencies', async (session) => {
    const path = await registered(session);
    const body = { fspId: session.fsp('third'), currency: 'USD' };
    await session.send('third', 'POST', path.replace('/parties', '/participants'), { body });
    await session.send('payer', 'GET', path);
  }),
  scenario('a party entered again, by another FSP, moves', async (session) => {
    const path = await registered(session);
    await register(session, path, 'third');
    await session.send('payer', 'GET', path);
  }),
  ...['ALIAS', 'BUSINESS', 'ACCOUNT_ID'].map((type) =>
    scenario(`a party of type ${type}`, async (session) => {
      const path = `/parties/${type}/${session.id('party')}`;
      await register(session, path);
      await session.send('payer', 'GET', path);
    }),
  ),
];

const notFound = [
  scenario('an unknown party', async (session) => {
    await session.send('payer', 'GET', `/parties/MSISDN/${session.msisdn('msisdn')}`);
  }),
  ...['IBAN', 'EMAIL', 'PERSONAL_ID', 'DEVICE', 'WRONG'].map((type) =>
    scenario(`a party type without an oracle: ${type}`, async (session) => {
      await session.send('payer', 'GET', `/parties/${type}/${session.id('party')}`);
    }),
  ),
  scenario('the payee says that it does not know the party', async (session) => {
    const path = await registered(session);
    await session.send('payer', 'GET', path);
    const to = session.fsp('payer');
    await session.send('payee', 'PUT', `${path}/error`, { to, body: unknownParty });
  }),
  scenario('an unknown destination makes the switch forget the party', async (session) => {
    const path = await registered(session);
    await session.send('payer', 'GET', path, { to: session.named('nobody', 'unknown FSP') });
    await session.send('payer', 'GET', path);
  }),
  scenario('an unknown source', async (session) => {
    const path = await registered(session);
    await session.send('payer', 'GET', path, { headers: { 'fspiop-source': 'nobody' } });
    await session.send('payee', 'PUT', path, {
      to: session.fsp('payer'),
      headers: { 'fspiop-source': 'nobody' },
      body: party(session, path),
    });
  }),
  scenario('a query that is not foreseen', async (session) => {
    await session.send('payer', 'GET', `${await registered(session)}?currency=TZS`);
  }),
];

const refusals = [
  ...[200, 204, 400, 401, 403, 404, 409, 500, 503].map((status) =>
    scenario(`the payee answers ${status} to GET /parties`, async (session) => {
      const path = await registered(session);
      session.answers('payee', status);
      await session.send('payer', 'GET', path);
    }),
  ),
  scenario('the payee answers 400 with an error of its own', async (session) => {
    const path = await registered(session);
    session.answers('payee', 400, JSON.stringify(unknownParty));
    await session.send('payer', 'GET', path);
  }),
  scenario('the payee is down', async (session) => {
    const path = await registered(session, 'down');
    await session.send('payer', 'GET', path);
  }),
  ...[400, 404, 500].map((status) =>
    scenario(`the payer answers ${status} to PUT /parties`, async (session) => {
      const path = await registered(session);
      await session.send('payer', 'GET', path);
      session.answers('payer', status);
      const to = session.fsp('payer');
      await session.send('payee', 'PUT', path, { to, body: party(session, path) });
      await session.send('payee', 'PUT', `${path}/error`, { to, body: unknownParty });
    }),
  ),
  scenario('the payer answers 500 to the errors of the switch', async (session) => {
    session.answers('payer', 500);
    await session.send('payer', 'GET', `/parties/MSISDN/${session.msisdn('msisdn')}`);
    await session.send('payer', 'GET', `/parties/IBAN/${session.id('party')}`);
  }),
];

const answers = [
  scenario('PUT /parties to nobody', async (session) => {
    const path = await registered(session);
    const body = party(session, path);
    await session.send('payee', 'PUT', path, { body });
    await session.send('payee', 'PUT', path, { to: 'nobody', body });
    await session.send('payee', 'PUT', `${path}/error`, { to: 'nobody', body: unknownParty });
    await session.send('payee', 'PUT', path, { to: session.fsp('down'), body });
  }),
  scenario('PUT /parties with a wrong body', async (session) => {
    const path = await registered(session);
    const to = session.fsp('payer');
    const bodies = [
      {},
      { party: {} },
      { party: { partyIdInfo: { partyIdType: 'MSISDN' } } },
      { party: { partyIdInfo: { partyIdType: 'WRONG', partyIdentifier: '1' } } },
      { party: { ...party(session, path).party, name: '' } },
      '{bad',
    ];
    for (const body of bodies) await session.send('payee', 'PUT', path, { to, body });
    const body = { ...party(session, path), unknown: 1 };
    await session.send('payee', 'PUT', path, { to, body });
  }),
  scenario('PUT /parties that nobody asked for', async (session) => {
    const path = `/parties/MSISDN/${session.msisdn('msisdn')}`;
    const to = session.fsp('payer');
    await session.send('payee', 'PUT', path, { to, body: party(session, path) });
  }),
  scenario('error codes in PUT /parties/error', async (session) => {
    const path = await registered(session);
    for (const errorCode of ['5240', '3299', '9999', '0123', '12', 'abcd']) {
      const body = { errorInformation: { errorCode, errorDescription: 'as the scheme says' } };
      await session.send('payee', 'PUT', `${path}/error`, { to: session.fsp('payer'), body });
    }
  }),
];

const traces: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sampled: { traceparent: `00-${traceId}-b7ad6b7169203331-01` },
  'not sampled': { traceparent: `00-${traceId}-b7ad6b7169203331-00` },
  'of others': { traceparent: `00-${traceId}-b7ad6b7169203331-01`, tracestate: 'hub=1' },
  'of the switch and others': {
    traceparent: `00-${traceId}-b7ad6b7169203331-01`,
    tracestate: 'hub=1,acmevendor=eyJzcGFuSWQiOiIwNTE0NzFlMzMzNjYxYjg2In0=',
  },
  'that cannot be read': { traceparent: 'garbage' },
};

const traced = Object.entries(traces).map(([name, headers]) =>
  scenario(`a trace ${name}, through parties`, async (session) => {
    session.named(traceId, 'trace');
    const path = await registered(session);
    await session.send('payer', 'GET', path, { headers });
    const to = session.fsp('payer');
    await session.send('payee', 'PUT', path, { to, headers, body: party(session, path) });
    await session.send('payee', 'PUT', `${path}/error`, { to, headers, body: unknownParty });
    await session.send('payer', 'GET', `/parties/MSISDN/${session.msisdn('unknown')}`, { headers });
  }),
);

const registry = [
  scenario('participants are entered, read and taken away', async (session) => {
    const path = `/participants/MSISDN/${session.msisdn('msisdn')}`;
    await session.send('payer', 'GET', path);
    await session.send('payee', 'POST', path, {
      body: { fspId: session.fsp('payee'), currency: 'TZS' },
    });
    await session.send('payer', 'GET', path);
    await session.send('payee', 'DELETE', path);
    await session.send('payer', 'GET', path);
  }),
  scenario('a participant is entered for another FSP, or wrongly', async (session) => {
    const path = `/participants/MSISDN/${session.msisdn('msisdn')}`;
    await session.send('payee', 'POST', path, {
      body: { fspId: session.fsp('payer'), currency: 'TZS' },
    });
    await session.send('payee', 'POST', path, { body: { currency: 'TZS' } });
    await session.send('payee', 'POST', path, {
      body: { fspId: session.fsp('payee'), currency: 'TZ' },
    });
  }),
];

export const parties: readonly Scenario[] = [
  ...found,
  ...notFound,
  ...refusals,
  ...answers,
  ...traced,
  ...registry,
];
