import { condition, type Session } from '../session';
import { scenario, type Scenario } from './scenario';

const traceId = '0af7651916cd43dd8448eb211c80319c';

export function quoteRequest(session: Session, changes: object = {}) {
  return {
    quoteId: session.id('quote'),
    transactionId: session.id('transaction'),
    payee: {
      partyIdInfo: {
        partyIdType: 'MSISDN',
        partyIdentifier: '255700000001',
        fspId: session.fsp('payee'),
      },
    },
    payer: {
      partyIdInfo: {
        partyIdType: 'MSISDN',
        partyIdentifier: '255700000002',
        fspId: session.fsp('payer'),
      },
    },
    amountType: 'SEND',
    amount: { amount: '100', currency: 'TZS' },
    transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
    note: 'hi',
    ...changes,
  };
}

export function quoteAnswer(session: Session, changes: object = {}) {
  return {
    transferAmount: { amount: '100', currency: 'TZS' },
    payeeFspFee: { currency: 'TZS', amount: '1' },
    expiration: session.time('expiration of the quote', 60_000),
    ilpPacket: 'AYIB',
    condition,
    ...changes,
  };
}

const rejected = { errorInformation: { errorCode: '5103', errorDescription: 'rejected' } };

async function ask(session: Session, changes: object = {}): Promise<string> {
  const body = quoteRequest(session, changes);
  await session.send('payer', 'POST', '/quotes', { to: session.fsp('payee'), body });
  return `/quotes/${body.quoteId}`;
}

const usual = [
  ...['1.0', '1.1', '2.0'].map((version) =>
    scenario(`a quote is asked and given, version ${version}`, async (session) => {
      const body = quoteRequest(session);
      const path = `/quotes/${body.quoteId}`;
      await session.send('payer', 'POST', '/quotes', { to: session.fsp('payee'), version, body });
      const to = session.fsp('payer');
      await session.send('payee', 'PUT', path, { to, version, body: quoteAnswer(session) });
    }),
  ),
  scenario('the payee rejects a quote', async (session) => {
    const path = await ask(session);
    await session.send('payee', 'PUT', `${path}/error`, {
      to: session.fsp('payer'),
      body: rejected,
    });
  }),
  scenario('a quote asked twice goes to the payee twice, changed or not', async (session) => {
    const body = quoteRequest(session);
    const to = session.fsp('payee');
    await session.send('payer', 'POST', '/quotes', { to, body });
    await session.send('payer', 'POST', '/quotes', { to, body });
    await session.send('payer', 'POST', '/quotes', { to, body: { ...body, note: 'other' } });
  }),
  scenario('a quote given twice goes to the payer twice, changed or not', async (session) => {
    const path = await ask(session);
    const to = session.fsp('payer');
    const body = quoteAnswer(session);
    await session.send('payee', 'PUT', path, { to, body });
    await session.send('payee', 'PUT', path, { to, body });
    await session.send('payee', 'PUT', path, { to, body: { ...body, ilpPacket: 'AYIC' } });
    await session.send('payee', 'PUT', `${path}/error`, { to, body: rejected });
  }),
  scenario('GET /quotes goes to the destination', async (session) => {
    const path = `/quotes/${session.id('quote')}`;
    await session.send('payer', 'GET', path, { to: session.fsp('payee') });
    await session.send('payer', 'GET', path, { to: session.fsp('down') });
    await session.send('payer', 'GET', path, { to: 'nobody' });
    await session.send('payer', 'GET', path);
  }),
  scenario('an answer to a quote that nobody asked for', async (session) => {
    const to = session.fsp('payer');
    const path = `/quotes/${session.id('quote')}`;
    await session.send('payee', 'PUT', path, { to, body: quoteAnswer(session) });
    await session.send('payee', 'PUT', `${path}/error`, { to, body: rejected });
  }),
];

const routing = [
  scenario('POST /quotes to nobody, to a stranger, to one that is down', async (session) => {
    await session.send('payer', 'POST', '/quotes', { body: quoteRequest(session) });
    await session.send('payer', 'POST', '/quotes', { to: 'nobody', body: quoteRequest(session) });
    const body = quoteRequest(session);
    await session.send('payer', 'POST', '/quotes', { to: session.fsp('down'), body });
  }),
  scenario('POST /quotes with another FSP in the body than in the headers', async (session) => {
    const to = session.fsp('third');
    await session.send('payer', 'POST', '/quotes', { to, body: quoteRequest(session) });
  }),
  scenario('POST /quotes from an unknown FSP', async (session) => {
    await session.send('payer', 'POST', '/quotes', {
      to: session.fsp('payee'),
      headers: { 'fspiop-source': 'nobody' },
      body: quoteRequest(session),
    });
  }),
  scenario('a quote in a currency that the payee has no account in', async (session) => {
    await ask(session, { amount: { amount: '1', currency: 'EUR' } });
  }),
  scenario('PUT /quotes to nobody, to a stranger, to one that is down', async (session) => {
    const path = await ask(session);
    const body = quoteAnswer(session);
    await session.send('payee', 'PUT', path, { body });
    await session.send('payee', 'PUT', path, { to: 'nobody', body });
    await session.send('payee', 'PUT', path, { to: session.fsp('down'), body });
    await session.send('payee', 'PUT', `${path}/error`, { to: 'nobody', body: rejected });
  }),
  ...[200, 204, 400, 404, 500, 503].map((status) =>
    scenario(`the payee answers ${status} to POST /quotes`, async (session) => {
      session.answers('payee', status);
      await ask(session);
    }),
  ),
  scenario('the payee answers 400 to POST /quotes with an error of its own', async (session) => {
    session.answers('payee', 400, JSON.stringify(rejected));
    await ask(session);
  }),
  ...[400, 500].map((status) =>
    scenario(`the payer answers ${status} to PUT /quotes`, async (session) => {
      const path = await ask(session);
      session.answers('payer', status);
      const to = session.fsp('payer');
      await session.send('payee', 'PUT', path, { to, body: quoteAnswer(session) });
      await session.send('payee', 'PUT', `${path}/error`, { to, body: rejected });
    }),
  ),
];

const bodies = [
  scenario('POST /quotes with a wrong body', async (session) => {
    const good = quoteRequest(session);
    const wrong = [
      {},
      { ...good, amount: undefined },
      { ...good, unknown: 1 },
      { ...good, quoteId: 'x' },
      { ...good, amountType: 'GIVE' },
      { ...good, amount: { amount: '1.10', currency: 'TZS' } },
      { ...good, amount: { amount: '1', currency: 'ZZZ' } },
      { ...good, amount: { amount: 1, currency: 'TZS' } },
      { ...good, payee: {} },
      { ...good, transactionType: { scenario: 'TRANSFER' } },
      { ...good, note: 'x'.repeat(129) },
      { ...good, expiration: '2030-01-01T00:00:00Z' },
      '{bad',
    ];
    for (const body of wrong) {
      await session.send('payer', 'POST', '/quotes', { to: session.fsp('payee'), body });
    }
  }),
  scenario('PUT /quotes with a wrong body', async (session) => {
    const path = await ask(session);
    const good = quoteAnswer(session);
    const wrong = [
      {},
      { ...good, transferAmount: { amount: '01', currency: 'TZS' } },
      { ...good, condition: 'A'.repeat(42) },
      { ...good, expiration: '2030-01-01' },
      { ...good, ilpPacket: '' },
      { ...good, unknown: 1 },
    ];
    for (const body of wrong) {
      await session.send('payee', 'PUT', path, { to: session.fsp('payer'), body });
    }
  }),
  scenario('a PUT /quotes with an Accept header that is valid', async (session) => {
    const path = await ask(session);
    await session.send('payee', 'PUT', path, {
      to: session.fsp('payer'),
      headers: { accept: 'application/vnd.interoperability.quotes+json;version=1' },
      body: quoteAnswer(session),
    });
  }),
  scenario('error codes in PUT /quotes/error', async (session) => {
    const path = await ask(session);
    for (const errorCode of ['5240', '3299', '1001', '9999', '12', 'abcd']) {
      const body = { errorInformation: { errorCode, errorDescription: 'as the scheme says' } };
      await session.send('payee', 'PUT', `${path}/error`, { to: session.fsp('payer'), body });
    }
  }),
  scenario('letters beyond ASCII and extensions go through quotes', async (session) => {
    const extensionList = { extension: [{ key: 'k', value: 'Ünïcödé ✓' }] };
    const path = await ask(session, { note: 'Kwa heri ✓', extensionList });
    const body = quoteAnswer(session, { extensionList });
    await session.send('payee', 'PUT', path, { to: session.fsp('payer'), body });
  }),
  scenario('ULIDs in quotes', async (session) => {
    const quoteId = session.named('01ARZ3NDEKTSV4RRFFQ69G5FAV', 'ulid');
    await ask(session, { quoteId, transactionId: quoteId });
  }),
];

const traced = [
  scenario('a trace through quotes', async (session) => {
    session.named(traceId, 'trace');
    const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
    const body = quoteRequest(session);
    await session.send('payer', 'POST', '/quotes', { to: session.fsp('payee'), headers, body });
    const path = `/quotes/${body.quoteId}`;
    const to = session.fsp('payer');
    await session.send('payee', 'PUT', path, { to, headers, body: quoteAnswer(session) });
    await session.send('payee', 'PUT', `${path}/error`, { to, headers, body: rejected });
    await session.send('payer', 'POST', '/quotes', { to: 'nobody', headers, body });
  }),
  scenario('a header of the sender own, through quotes', async (session) => {
    const headers = { 'x-of-the-sender': 'yes' };
    const body = quoteRequest(session);
    await session.send('payer', 'POST', '/quotes', { to: session.fsp('payee'), headers, body });
  }),
];

export const quotes: readonly Scenario[] = [...usual, ...routing, ...bodies, ...traced];
