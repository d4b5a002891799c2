import type { Session } from '../session';
import { scenario, type Scenario } from './scenario';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const rejected = { errorInformation: { errorCode: '4100', errorDescription: 'rejected' } };

/** The payee's DFSP asks; `payer` is asked. */
export function transactionRequest(session: Session, changes: object = {}) {
  return {
    transactionRequestId: session.id('request'),
    payee: {
      partyIdInfo: {
        partyIdType: 'MSISDN',
        partyIdentifier: '255700000001',
        fspId: session.fsp('payee'),
      },
    },
    payer: {
      partyIdType: 'MSISDN',
      partyIdentifier: '255700000002',
      fspId: session.fsp('payer'),
    },
    amount: { amount: '100', currency: 'TZS' },
    transactionType: { scenario: 'TRANSFER', initiator: 'PAYEE', initiatorType: 'CONSUMER' },
    note: 'hi',
    expiration: session.time('expiration of the request', 60_000),
    ...changes,
  };
}

async function ask(session: Session, changes: object = {}): Promise<string> {
  const body = transactionRequest(session, changes);
  await session.send('payee', 'POST', '/transactionRequests', { to: session.fsp('payer'), body });
  return body.transactionRequestId;
}

export const said = (session: Session, transactionRequestState: string) => ({
  transactionId: session.id('transaction'),
  transactionRequestState,
});

export const question = 'authenticationType=OTP&retriesLeft=2&amount=102&currency=TZS';
export const entered = {
  authenticationInfo: { authentication: 'OTP', authenticationValue: '123456' },
  responseType: 'ENTERED',
};

const asked = [
  ...['1.0', '1.1', '2.0'].map((version) =>
    scenario(`a request to pay is made and answered, version ${version}`, async (session) => {
      const body = transactionRequest(session);
      const path = `/transactionRequests/${body.transactionRequestId}`;
      const to = session.fsp('payer');
      await session.send('payee', 'POST', '/transactionRequests', { to, version, body });
      await session.send('payer', 'PUT', path, {
        ...{ to: session.fsp('payee'), version },
        body: said(session, 'RECEIVED'),
      });
    }),
  ),
  scenario(
    'each state that a request to pay may be in, and two that it may not',
    async (session) => {
      const path = `/transactionRequests/${await ask(session)}`;
      const to = session.fsp('payee');
      for (const state of [
        'RECEIVED',
        'PENDING',
        'ACCEPTED',
        'REJECTED',
        'COMMITTED',
        'received',
      ]) {
        await session.send('payer', 'PUT', path, { to, body: said(session, state) });
      }
    },
  ),
  scenario('the payer’s DFSP answers with an error', async (session) => {
    const path = `/transactionRequests/${await ask(session)}/error`;
    await session.send('payer', 'PUT', path, { to: session.fsp('payee'), body: rejected });
  }),
  scenario(
    'a request to pay made twice goes to the payer’s DFSP twice, changed or not',
    async (session) => {
      const body = transactionRequest(session);
      const to = session.fsp('payer');
      for (const one of [body, body, { ...body, note: 'other' }]) {
        await session.send('payee', 'POST', '/transactionRequests', { to, body: one });
      }
    },
  ),
  scenario('an answer to a request to pay that nobody has made', async (session) => {
    const path = `/transactionRequests/${session.id('request')}`;
    const to = session.fsp('payee');
    await session.send('payer', 'PUT', path, { to, body: said(session, 'RECEIVED') });
    await session.send('payer', 'PUT', `${path}/error`, { to, body: rejected });
  }),
  scenario('GET /transactionRequests goes to the destination', async (session) => {
    const path = `/transactionRequests/${await ask(session)}`;
    await session.send('payee', 'GET', path, { to: session.fsp('payer') });
    await session.send('payee', 'GET', path, { to: session.fsp('down') });
    await session.send('payee', 'GET', path, { to: 'nobody' });
    await session.send('payee', 'GET', path);
  }),
];

const routing = [
  scenario(
    'POST /transactionRequests to nobody, to a stranger, to one that is down',
    async (session) => {
      const send = (to?: string) => {
        const body = transactionRequest(session);
        return session.send('payee', 'POST', '/transactionRequests', {
          ...(to !== undefined && { to }),
          body,
        });
      };
      await send();
      await send('nobody');
      await send(session.fsp('down'));
    },
  ),
  scenario('POST /transactionRequests from an unknown FSP', async (session) => {
    await session.send('payee', 'POST', '/transactionRequests', {
      to: session.fsp('payer'),
      headers: { 'fspiop-source': 'nobody' },
      body: transactionRequest(session),
    });
  }),
  scenario(
    'PUT /transactionRequests to nobody, to a stranger, to one that is down',
    async (session) => {
      const path = `/transactionRequests/${await ask(session)}`;
      for (const to of [undefined, 'nobody', session.fsp('down')]) {
        const message = { ...(to !== undefined && { to }) };
        await session.send('payer', 'PUT', path, { ...message, body: said(session, 'RECEIVED') });
        await session.send('payer', 'PUT', `${path}/error`, { ...message, body: rejected });
      }
    },
  ),
  ...[200, 204, 400, 404, 500, 503].map((status) =>
    scenario(`the payer’s DFSP answers ${status} to POST /transactionRequests`, async (session) => {
      session.answers('payer', status);
      await ask(session);
    }),
  ),
  scenario('the payer’s DFSP answers 400 with an error of its own', async (session) => {
    session.answers('payer', 400, JSON.stringify(rejected));
    await ask(session);
  }),
  ...[400, 500].map((status) =>
    scenario(`the payee’s DFSP answers ${status} to PUT /transactionRequests`, async (session) => {
      const path = `/transactionRequests/${await ask(session)}`;
      session.answers('payee', status);
      const to = session.fsp('payee');
      await session.send('payer', 'PUT', path, { to, body: said(session, 'RECEIVED') });
      await session.send('payer', 'PUT', `${path}/error`, { to, body: rejected });
    }),
  ),
];

const bodies = [
  scenario('POST /transactionRequests with a wrong body', async (session) => {
    const good = transactionRequest(session);
    const wrong = [
      {},
      { ...good, amount: undefined },
      { ...good, unknown: 1 },
      { ...good, transactionRequestId: 'x' },
      { ...good, amount: { amount: '1.10', currency: 'TZS' } },
      { ...good, amount: { amount: '1', currency: 'ZZZ' } },
      { ...good, payee: {} },
      { ...good, payer: { partyIdType: 'MSISDN' } },
      { ...good, transactionType: { scenario: 'TRANSFER' } },
      { ...good, note: 'x'.repeat(129) },
      { ...good, expiration: '2030-01-01T00:00:00Z' },
      { ...good, authenticationType: 'OTP' },
      { ...good, authenticationType: 'PIN' },
      '{bad',
    ];
    for (const body of wrong) {
      const to = session.fsp('payer');
      await session.send('payee', 'POST', '/transactionRequests', { to, body });
    }
  }),
  scenario('a PUT /transactionRequests with an Accept header that is valid', async (session) => {
    const path = `/transactionRequests/${await ask(session)}`;
    await session.send('payer', 'PUT', path, {
      to: session.fsp('payee'),
      headers: { accept: 'application/vnd.interoperability.transactionRequests+json;version=1' },
      body: said(session, 'RECEIVED'),
    });
  }),
  scenario('error codes in PUT /transactionRequests/error', async (session) => {
    const path = `/transactionRequests/${await ask(session)}/error`;
    for (const errorCode of ['5240', '3299', '1001', '9999', '12', 'abcd']) {
      const body = { errorInformation: { errorCode, errorDescription: 'as the scheme says' } };
      await session.send('payer', 'PUT', path, { to: session.fsp('payee'), body });
    }
  }),
  scenario('a ULID for a request to pay, and letters beyond ASCII', async (session) => {
    const transactionRequestId = session.named('01ARZ3NDEKTSV4RRFFQ69G5FAV', 'ulid');
    await ask(session, { transactionRequestId, note: 'Kwa heri ✓' });
  }),
];

const authorised = [
  scenario('a payer’s DFSP asks for an authorisation, and is answered', async (session) => {
    const path = `/authorizations/${await ask(session, { authenticationType: 'OTP' })}`;
    await session.send('payer', 'GET', `${path}?${question}`, { to: session.fsp('payee') });
    const to = session.fsp('payer');
    await session.send('payee', 'PUT', path, { to, body: entered });
    await session.send('payee', 'PUT', path, { to, body: { responseType: 'REJECTED' } });
    await session.send('payee', 'PUT', path, { to, body: { responseType: 'RESEND' } });
    await session.send('payee', 'PUT', `${path}/error`, { to, body: rejected });
  }),
  scenario('GET /authorizations with less or more than it asks for', async (session) => {
    const path = `/authorizations/${session.id('request')}`;
    const to = session.fsp('payee');
    for (const query of [
      '',
      '?authenticationType=OTP',
      '?authenticationType=PIN&retriesLeft=2&amount=102&currency=TZS',
      `?${question}&more=1`,
      `?${question.replace('102', '1%2C02')}`,
    ]) {
      await session.send('payer', 'GET', path + query, { to });
    }
  }),
  scenario('GET /authorizations to nobody, to a stranger, to one that is down', async (session) => {
    const path = `/authorizations/${session.id('request')}?${question}`;
    await session.send('payer', 'GET', path);
    await session.send('payer', 'GET', path, { to: 'nobody' });
    await session.send('payer', 'GET', path, { to: session.fsp('down') });
  }),
  scenario('PUT /authorizations to nobody, to a stranger, to one that is down', async (session) => {
    const path = `/authorizations/${session.id('request')}`;
    for (const to of [undefined, 'nobody', session.fsp('down')]) {
      const message = { ...(to !== undefined && { to }) };
      await session.send('payee', 'PUT', path, { ...message, body: entered });
      await session.send('payee', 'PUT', `${path}/error`, { ...message, body: rejected });
    }
  }),
  ...[200, 400, 500].map((status) =>
    scenario(`the payee’s DFSP answers ${status} to GET /authorizations`, async (session) => {
      session.answers('payee', status);
      const path = `/authorizations/${session.id('request')}?${question}`;
      await session.send('payer', 'GET', path, { to: session.fsp('payee') });
    }),
  ),
  scenario('PUT /authorizations with other bodies', async (session) => {
    const path = `/authorizations/${session.id('request')}`;
    const { authenticationInfo } = entered;
    for (const body of [
      {},
      { responseType: 'ENTERED' },
      { responseType: 'PERHAPS' },
      { authenticationInfo },
      { ...entered, unknown: 1 },
      { ...entered, authenticationInfo: { authentication: 'OTP' } },
      { ...entered, authenticationInfo: { authentication: 'PIN', authenticationValue: '1' } },
      { ...entered, authenticationInfo: { authentication: 'OTP', authenticationValue: '12ab' } },
      { ...entered, authenticationInfo: { authentication: 'OTP', authenticationValue: 123456 } },
      {
        ...entered,
        authenticationInfo: {
          authentication: 'U2F',
          authenticationValue: { pinValue: 'x', counter: '1' },
        },
      },
      '{bad',
    ]) {
      await session.send('payee', 'PUT', path, { to: session.fsp('payer'), body });
    }
  }),
];

const traced = [
  scenario('a trace through requests to pay and authorizations', async (session) => {
    session.named(traceId, 'trace');
    const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01`, 'x-of-the-sender': 'yes' };
    const body = transactionRequest(session);
    const id = body.transactionRequestId;
    const [payer, payee] = [session.fsp('payer'), session.fsp('payee')];
    await session.send('payee', 'POST', '/transactionRequests', { to: payer, headers, body });
    const received = said(session, 'RECEIVED');
    const path = `/transactionRequests/${id}`;
    await session.send('payer', 'PUT', path, { to: payee, headers, body: received });
    await session.send('payer', 'PUT', `${path}/error`, { to: payee, headers, body: rejected });
    const authorization = `/authorizations/${id}`;
    await session.send('payer', 'GET', `${authorization}?${question}`, { to: payee, headers });
    await session.send('payee', 'PUT', authorization, { to: payer, headers, body: entered });
    await session.send('payee', 'POST', '/transactionRequests', { to: 'nobody', headers, body });
    await session.send('payer', 'GET', `${authorization}?${question}`, { to: 'nobody', headers });
  }),
];

/** Requests to pay and their authorizations: what transaction-requests-service makes of them. */
export const requests: readonly Scenario[] = [
  ...asked,
  ...routing,
  ...bodies,
  ...authorised,
  ...traced,
];
