import { condition, fulfilment, type SentMessage, type Session } from '../session';
import { scenario, type Scenario } from './scenario';

const traceId = '0af7651916cd43dd8448eb211c80319c';

export function transferRequest(session: Session, changes: object = {}) {
  return {
    transferId: session.id('transfer'),
    payerFsp: session.fsp('payer'),
    payeeFsp: session.fsp('payee'),
    amount: { amount: '10', currency: 'TZS' },
    ilpPacket: 'AYIB',
    condition,
    // Long, so that none expires while another scenario is being recorded.
    expiration: session.time('expiration', 3_600_000),
    ...changes,
  };
}

export async function post(
  session: Session,
  body: object,
  message: SentMessage = {},
): Promise<void> {
  await session.send('payer', 'POST', '/transfers', { to: session.fsp('payee'), body, ...message });
}

/** Posts a transfer; gives its path. */
export async function reserved(session: Session, changes: object = {}): Promise<string> {
  const body = transferRequest(session, changes);
  await post(session, body);
  return `/transfers/${body.transferId}`;
}

export async function answer(
  session: Session,
  path: string,
  body: object,
  message: SentMessage = {},
): Promise<void> {
  await session.send('payee', 'PUT', path, { to: session.fsp('payer'), body, ...message });
}

export function committed(session: Session, changes: object = {}) {
  const completedTimestamp = session.time('completed');
  return { completedTimestamp, transferState: 'COMMITTED', fulfilment, ...changes };
}

export const wrongFulfilment = 'A'.repeat(43);
export const rejection = {
  errorInformation: { errorCode: '5001', errorDescription: 'Payee FSP insufficient liquidity' },
};

const usual = [
  ...['1.0', '1.1', '2.0'].flatMap((version) =>
    ['COMMITTED', 'RESERVED'].map((transferState) =>
      scenario(`the payee answers ${transferState}, version ${version}`, async (session) => {
        const body = transferRequest(session);
        const path = `/transfers/${body.transferId}`;
        await post(session, body, { version });
        await answer(session, path, committed(session, { transferState }), { version });
        await session.send('payer', 'GET', path, { version });
      }),
    ),
  ),
  scenario('payer 2.0, payee 1.1', async (session) => {
    const body = transferRequest(session);
    await post(session, body, { version: '2.0' });
    await answer(session, `/transfers/${body.transferId}`, committed(session));
  }),
  ...['COMMITTED', 'RESERVED'].map((transferState) =>
    scenario(`the payee answers ${transferState} without a time`, async (session) => {
      const path = await reserved(session);
      await answer(session, path, { transferState, fulfilment });
    }),
  ),
  scenario('the payee rejects', async (session) => {
    const path = await reserved(session);
    await answer(session, `${path}/error`, rejection);
    await session.send('payer', 'GET', path);
  }),
  scenario('extensions of payer and payee', async (session) => {
    const payers = { extensionList: { extension: [{ key: 'payer', value: 'Ünïcödé ✓' }] } };
    const payees = { extensionList: { extension: [{ key: 'payee', value: 'mambo' }] } };
    for (const transferState of ['RESERVED', 'COMMITTED']) {
      const body = transferRequest(session, payers);
      const path = `/transfers/${body.transferId}`;
      await post(session, body);
      await session.send('payer', 'GET', path);
      await post(session, body);
      await answer(session, path, committed(session, { ...payees, transferState }));
      await session.send('payer', 'GET', path);
      await post(session, body);
    }
    const path = await reserved(session, payers);
    await answer(session, `${path}/error`, rejection);
    await session.send('payer', 'GET', path);
  }),
  scenario('extensions of the payer only, committed by the payee', async (session) => {
    const payers = { extensionList: { extension: [{ key: 'payer', value: 'p' }] } };
    const path = await reserved(session, payers);
    await answer(session, path, committed(session));
    await session.send('payer', 'GET', path);
  }),
  scenario('error codes in PUT /transfers/error', async (session) => {
    for (const errorCode of ['5240', '3299', '1000', '9999', '12', 'abcd']) {
      const path = await reserved(session);
      const errorInformation = { errorCode, errorDescription: 'as the scheme says' };
      await answer(session, `${path}/error`, { errorInformation });
      await session.send('payer', 'GET', path);
    }
  }),
];

const refusedByLedger = [
  scenario('over the liquidity, and over the limit', async (session) => {
    for (const amount of ['150000', '50000']) {
      const path = await reserved(session, { amount: { amount, currency: 'TZS' } });
      await session.send('payer', 'GET', path);
    }
  }),
  scenario('over the limit, with an extension', async (session) => {
    const extensionList = { extension: [{ key: 'payer', value: 'p' }] };
    await reserved(session, { amount: { amount: '150000', currency: 'TZS' }, extensionList });
  }),
  scenario('the source is not the payer of the body', async (session) => {
    const path = await reserved(session, {
      payerFsp: session.fsp('payee'),
      payeeFsp: session.fsp('payer'),
    });
    await session.send('payer', 'GET', path);
  }),
  scenario('a payer that the switch does not know', async (session) => {
    const body = transferRequest(session, { payerFsp: 'nobody' });
    await post(session, body, { headers: { 'fspiop-source': 'nobody' } });
    await post(session, transferRequest(session), { headers: { 'fspiop-source': 'nobody' } });
    await session.send('payer', 'GET', `/transfers/${body.transferId}`);
  }),
  scenario('a payee that the switch does not know', async (session) => {
    const path = await reserved(session, { payeeFsp: 'nobody' });
    await session.send('payer', 'GET', path);
  }),
  scenario('payer and payee are one', async (session) => {
    await reserved(session, { payeeFsp: session.fsp('payer') });
  }),
  scenario('expired when it comes', async (session) => {
    const path = await reserved(session, { expiration: session.time('expiration', -5_000) });
    await session.send('payer', 'GET', path);
  }),
  scenario('currencies without an account', async (session) => {
    await reserved(session, { amount: { amount: '10', currency: 'EUR' } });
    await reserved(session, { amount: { amount: '10', currency: 'XXX' } });
  }),
];

const anythingGoes = [
  scenario('amounts', async (session) => {
    for (const amount of ['0', '1.1234', '0.0001', '1.12345', '01', '1.10', '-1', '']) {
      await reserved(session, { amount: { amount, currency: 'TZS' } });
    }
  }),
  scenario('packets and conditions that mean nothing', async (session) => {
    await reserved(session, { ilpPacket: 'AAAA' });
    await reserved(session, { ilpPacket: '' });
    await reserved(session, { condition: wrongFulfilment });
    await reserved(session, { condition: 'A'.repeat(42) });
  }),
  scenario('wrong bodies', async (session) => {
    const good = transferRequest(session);
    const wrong = [
      {},
      { ...good, transferId: 'x' },
      { ...good, ilpPacket: undefined },
      { ...good, expiration: undefined },
      { ...good, expiration: '2030-01-01T00:00:00Z' },
      { ...good, payerFsp: '' },
      { ...good, payeeFsp: 'x'.repeat(33) },
      { ...good, amount: { amount: '1', currency: 'ZZZ' } },
      { ...good, amount: { amount: 1, currency: 'TZS' } },
      { ...good, extensionList: { extension: [] } },
      '{bad',
      '',
    ];
    for (const body of wrong) await post(session, body);
    await post(session, { ...good, unknown: 1 });
  }),
  scenario('wrong answers', async (session) => {
    const path = await reserved(session);
    const good = committed(session);
    const wrong = [
      {},
      { ...good, transferState: 'DONE' },
      { ...good, fulfilment: 'A'.repeat(42) },
      { ...good, completedTimestamp: '2026-11-21' },
      { ...good, completedTimestamp: session.time('future', 60_000) },
      { ...good, completedTimestamp: session.time('long ago', -400_000) },
    ];
    for (const body of wrong) await answer(session, path, body);
    const description = { errorCode: '5104', errorDescription: 'x'.repeat(129) };
    await answer(session, `${path}/error`, { errorInformation: description });
    await answer(session, `${path}/error`, {});
    await answer(session, path, { ...good, unknown: 1 });
  }),
  scenario('ULIDs in transfers', async (session) => {
    const transferId = session.named(ulid(session), 'ulid');
    const path = await reserved(session, { transferId });
    await answer(session, path, committed(session));
  }),
  scenario('destinations that are missing or wrong', async (session) => {
    const { send } = {
      send: (to?: string) =>
        session.send('payer', 'POST', '/transfers', {
          body: transferRequest(session),
          ...(to !== undefined && { to }),
        }),
    };
    await send();
    await send(session.fsp('third'));
    await send('nobody');
  }),
  scenario('paths that the switch does not know', async (session) => {
    await session.send('payer', 'POST', '/nothing', { body: {} });
    await session.send('payer', 'GET', '/transfers');
    await session.send('payer', 'DELETE', `/transfers/${session.id('transfer')}`);
    await session.send('payer', 'GET', `/transfers/${session.id('transfer')}/more`);
  }),
  scenario('PATCH from a DFSP', async (session) => {
    const path = await reserved(session);
    const body = { completedTimestamp: session.time('completed'), transferState: 'COMMITTED' };
    await session.send('payee', 'PATCH', path, { to: session.fsp('payer'), body });
  }),
];

function ulid(session: Session): string {
  return `01${session
    .id('uuid')
    .replace(/-/g, '')
    .toUpperCase()
    .replace(/[ILOU]/g, 'Z')
    .slice(0, 24)}`;
}

const delivery = [
  scenario('the payee is down; the transfer expires', async (session) => {
    await session.farFromSweep();
    const path = await reserved(session, {
      payeeFsp: session.fsp('down'),
      expiration: session.time('expiration', 2_000),
    });
    await session.pass(3_100);
    await session.sweep();
    await session.send('payer', 'GET', path);
  }),
  ...[400, 500].map((status) =>
    scenario(
      `the payee answers ${status} to POST /transfers and can still commit`,
      async (session) => {
        session.answers('payee', status);
        const path = await reserved(session);
        session.answersAsUsual('payee');
        await answer(session, path, committed(session));
      },
    ),
  ),
  ...[202, 204, 400, 500].flatMap((status) =>
    ['COMMITTED', 'RESERVED'].map((transferState) =>
      scenario(
        `the payer answers ${status} to the outcome of ${transferState}`,
        async (session) => {
          const path = await reserved(session);
          session.answers('payer', status);
          const body = committed(session, { transferState });
          await answer(session, path, body);
          session.answersAsUsual('payer');
          await answer(session, path, body);
          await session.send('payee', 'GET', path);
        },
      ),
    ),
  ),
  scenario('the payer answers 500 to the payee rejection', async (session) => {
    const path = await reserved(session);
    session.answers('payer', 500);
    await answer(session, `${path}/error`, rejection);
  }),
  scenario('the payer answers 500 to a wrong fulfilment', async (session) => {
    const path = await reserved(session);
    session.answers('payer', 500);
    const body = committed(session, { transferState: 'RESERVED', fulfilment: wrongFulfilment });
    await answer(session, path, body);
  }),
  scenario('the payer answers 500 to 3303', async (session) => {
    await session.farFromSweep();
    await reserved(session, { expiration: session.time('expiration', 2_000) });
    await session.pass(3_100);
    session.answers('payer', 500);
    await session.sweep();
  }),
];

/** A real switch may win either race: recorded are the runs in which the ledger was too late. */
const races = [
  scenario('GET together with POST', async (session) => {
    await session.race(async () => {
      const body = transferRequest(session);
      await session.together([
        {
          role: 'payer',
          method: 'POST',
          path: '/transfers',
          message: { to: session.fsp('payee'), body },
        },
        { role: 'payer', method: 'GET', path: `/transfers/${body.transferId}` },
      ]);
    });
  }),
  scenario('three equal POSTs together', async (session) => {
    await session.race(async () => {
      const body = transferRequest(session);
      const message = { to: session.fsp('payee'), body };
      const one = { role: 'payer', method: 'POST', path: '/transfers', message } as const;
      await session.together([one, one, one]);
    });
  }),
];

const traced = [
  scenario('a trace through a transfer', async (session) => {
    session.named(traceId, 'trace');
    const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
    for (const transferState of ['RESERVED', 'COMMITTED']) {
      const body = transferRequest(session);
      const path = `/transfers/${body.transferId}`;
      await post(session, body, { headers });
      await answer(session, path, committed(session, { transferState }), { headers });
      await session.send('payer', 'GET', path, { headers });
    }
    const path = await reserved(session);
    await answer(session, `${path}/error`, rejection, { headers });
  }),
  scenario('a header of the sender own, through a transfer', async (session) => {
    const headers = { 'x-of-the-sender': 'yes' };
    const body = transferRequest(session);
    await post(session, body, { headers });
    const reservation = committed(session, { transferState: 'RESERVED' });
    await answer(session, `/transfers/${body.transferId}`, reservation, { headers });
  }),
];

export const transfers: readonly Scenario[] = [
  ...usual,
  ...refusedByLedger,
  ...anythingGoes,
  ...delivery,
  ...races,
  ...traced,
];
