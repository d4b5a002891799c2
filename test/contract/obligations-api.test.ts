/** Ledger entries and cycles of obligations over the API, out of Kafka in memory. */
import { ObligationsWorld } from '../kit/obligations';
import { token, type RunningApi } from '../kit/parts/described-api';
import { startObligationsApi } from '../kit/parts/obligations';

const cycle = '20261121T080000Z';

let world: ObligationsWorld;
let close: () => Promise<void>;
let api: RunningApi;
let ofBank: string;

beforeEach(async () => {
  world = new ObligationsWorld();
  world.write(
    { transactionId: 't1', amount: '0.6' },
    { transactionId: 't2', amount: '1.4' },
    { transactionId: 't3', debtor: 'mfi-c', creditor: 'bank-a', amount: '7', currency: 'JPY' },
  );
  const obligations = await world.start();
  world.now = Date.parse('2026-11-21T09:10:00.000Z');
  close = () => obligations.closeDue();
  api = await startObligationsApi(obligations);
  ofBank = await token('asha', 'obligations:acknowledge', { dfspId: 'bank-a' });
});
afterEach(async () => {
  await api.close();
  await world.stop();
});

test('a cycle is listed, read, closed once and recomputed', async () => {
  expect((await api.get('/cycles')).body['cycles']).toContainEqual(
    expect.objectContaining({ cycleId: cycle, state: 'open', entries: 3 }),
  );
  const closed = await api.post(`/cycles/${cycle}/closure`);
  expect(closed.body).toMatchObject({ cycleId: cycle, state: 'closed', entries: 3 });
  expect((await api.get(`/cycles/${cycle}`)).body).toEqual(closed.body);
  const recomputed = await api.post(`/cycles/${cycle}/recomputation`);
  expect(recomputed.body).toEqual({ cycleId: cycle, entries: 3, differences: [] });
});

test('why a cycle is not closed is told in Swahili to who asks for it', async () => {
  const headers = { 'accept-language': 'sw' };
  const answer = await api.post('/cycles/never/closure', { headers });
  expect(answer.headers.get('content-language')).toBe('sw');
  expect(answer.body).toMatchObject({ status: 404, detail: 'Hakuna mzunguko never' });
});

test.each([
  ['GET', '/cycles/never', 404],
  ['GET', '/cycles/never/obligations', 404],
  ['GET', '/cycles/never/acknowledgements', 404],
  ['POST', '/cycles/never/closure', 404],
  ['POST', '/cycles/never/recomputation', 404],
  ['POST', `/cycles/${cycle}/recomputation`, 404],
  ['GET', '/ledger-entries?cycle=never', 404],
  ['GET', '/ledger-entries?cycle=never&limit=1000000', 400],
])('%s %s is refused with %d', async (method, path, status) => {
  expect((await api.request(method, path)).status).toBe(status);
});

test('a cycle whose window is not past cannot be closed', async () => {
  world.now = Date.parse('2026-11-21T08:30:00.000Z');
  expect((await api.post(`/cycles/${cycle}/closure`)).status).toBe(409);
});

test('obligations are read as JSON and as a report for a clerk', async () => {
  const path = `/cycles/${cycle}/obligations`;
  expect((await api.get(path)).body['obligations']).toMatchObject([
    { currency: 'JPY', debtor: 'mfi-c', creditor: 'bank-a', amount: '7' },
    { currency: 'TZS', amount: '2', entries: 2 },
  ]);
  const report = await api.get(path, { headers: { accept: 'text/csv' } });
  expect(report.headers.get('content-type')).toContain('text/csv');
  expect(report.text).toContain('mfi-c,bank-a,7,JPY');
});

describe('ledger entries', () => {
  const idsOf = (entries: unknown) =>
    (entries as { transactionId: string }[]).map(({ transactionId }) => transactionId);

  test('are read page by page, each once', async () => {
    const seen: string[] = [];
    let after: string | null = '';
    while (after !== null) {
      const place: string = after === '' ? '' : `&after=${after}`;
      const page = await api.get(`/ledger-entries?cycle=${cycle}&limit=1${place}`);
      seen.push(...idsOf(page.body['entries']));
      after = page.body['next'] as string | null;
    }
    expect(seen.toSorted()).toEqual(['t1', 't2', 't3']);
  });

  test('are read as one stream of lines', async () => {
    const headers = { accept: 'application/x-ndjson' };
    const { text } = await api.get(`/ledger-entries?cycle=${cycle}`, { headers });
    const lines = text.trimEnd().split('\n');
    expect(idsOf(lines.map((line) => JSON.parse(line) as object)).toSorted()).toEqual([
      ...['t1', 't2', 't3'],
    ]);
  });

  test.each([
    ['transactionId=t2', ['t2']],
    ['dfspId=mfi-c', ['t3']],
    ['currency=TZS', ['t1', 't2']],
    ['late=true', []],
    ['late=false&currency=JPY', ['t3']],
  ])('are filtered by %s', async (filter, expected) => {
    const { body } = await api.get(`/ledger-entries?cycle=${cycle}&${filter}`);
    expect(idsOf(body['entries']).toSorted()).toEqual(expected);
  });

  test('that were set aside are told', async () => {
    expect((await api.get('/set-aside-entries')).body['latest']).toEqual([]);
  });
});

describe('a DFSP', () => {
  const address = (dfspId: string) => `/cycles/${cycle}/acknowledgements/${dfspId}`;
  const statementHash = async () =>
    (await api.get(`/cycles/${cycle}/statements/bank-a`, { token: ofBank })).body['hash'];

  test('reads its own statement and acknowledges it', async () => {
    await close();
    const body = { statementHash: await statementHash() };
    const answer = await api.request('PUT', address('bank-a'), { token: ofBank, body });
    expect(answer.body).toMatchObject({
      dfspId: 'bank-a',
      by: 'asha',
      answer: { kind: 'acknowledged' },
    });
    expect(
      (await api.get(`/cycles/${cycle}/acknowledgements`)).body['participants'],
    ).toContainEqual(expect.objectContaining({ dfspId: 'bank-a', status: 'acknowledged' }));
  });

  test('disputes it, with its reason', async () => {
    await close();
    const body = { statementHash: await statementHash(), dispute: 'One transfer too many' };
    const answer = await api.request('PUT', address('bank-a'), { token: ofBank, body });
    expect(answer.body['answer']).toEqual({ kind: 'disputed', reason: body.dispute });
  });

  test('cannot acknowledge figures that it has not seen, nor those of an open cycle', async () => {
    const body = { statementHash: '0'.repeat(64) };
    const open = await api.request('PUT', address('bank-a'), { token: ofBank, body });
    expect(open.status).toBe(409);
    await close();
    const other = await api.request('PUT', address('bank-a'), { token: ofBank, body });
    expect(other.status).toBe(409);
  });

  test('neither reads nor acknowledges for another', async () => {
    await close();
    const body = { statementHash: '0'.repeat(64) };
    const nobody = await token('asha', 'obligations:acknowledge');
    for (const bearer of [ofBank, nobody]) {
      const put = await api.request('PUT', address('mfi-c'), { token: bearer, body });
      const get = await api.get(`/cycles/${cycle}/statements/mfi-c`, { token: bearer });
      expect([put.status, get.status]).toEqual([403, 403]);
    }
  });

  test('sees nothing of all the others', async () => {
    for (const path of ['/cycles', `/cycles/${cycle}`, `/ledger-entries?cycle=${cycle}`]) {
      expect((await api.get(path, { token: ofBank })).status).toBe(403);
    }
  });
});
