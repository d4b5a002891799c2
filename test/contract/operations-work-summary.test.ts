/** The figures above the work list, and what its rows tell of the payments' documents. */
import { systemClock } from '../../connectors/common/clock';
import type { PaymentDocument } from '../../connectors/common/contracts/payment-documents';
import { atRiskOf } from '../../connectors/operations/work/summary';
import { silentLog } from '../kit/mojaloop';
import { say } from '../kit/parts/journal';
import { OperatorsWorld } from '../kit/parts/operators-world';
import { indexRecorded, paymentsAlias } from '../kit/parts/recorded-payments';

let world: OperatorsWorld;
const door = () => world.operations.elasticsearch.door({ clock: systemClock, log: silentLog });
beforeEach(async () => {
  world = await OperatorsWorld.start();
});
afterEach(() => world.close());

const weekMs = 7 * 86_400_000;
const before = (ageMs: number) => new Date(Date.now() - ageMs).toISOString();

let indexed = 0;
async function index(changed: Partial<PaymentDocument>): Promise<void> {
  indexed += 1;
  const transactionId = `payment ${indexed}`;
  const document: PaymentDocument = {
    ...{ schemaVersion: 1, tenant: 'lion', side: 'payer', transactionId, engine: 'main' },
    ...{ state: 'paid', startedAt: before(5_000), updatedAt: before(4_000) },
    ...{ payer: { fspId: 'lion' }, payee: { fspId: 'buffalo' }, fees: [], incidents: [] },
    ...{ incidentsOpen: 0, decisions: [], steps: [] },
    ...changed,
  };
  await indexRecorded(door(), []);
  await door().bulk([
    {
      ...{ kind: 'index', index: `${paymentsAlias}-2026-11`, id: transactionId },
      source: JSON.stringify(document),
    },
  ]);
}

test('money that waits is summed exactly, each currency by itself', async () => {
  const money = (amount: string, currency: string) => ({
    transaction: { amount: { amount, currency } },
  });
  await world.waits('t-1', 'OUTCOME_UNKNOWN', money('0.1', 'TZS'));
  await world.waits('t-2', 'BOOKING_FAILED', money('0.2', 'TZS'));
  await world.waits('t-3', 'OUTCOME_UNKNOWN', money('7', 'USD'));
  await world.standStill(1);
  expect((await world.get('/work/summary', 'amina', 'lion:viewer')).body).toMatchObject({
    atRisk: [
      { currency: 'TZS', amount: '0.3', payments: 2 },
      { currency: 'USD', amount: '7', payments: 1 },
    ],
    amountsUnknown: 0,
    notTaken: { count: 0, since: null },
    records: { oldestHold: null, engines: [] },
  });
});

test('a payment whose amount is not known is told, and adds nothing', async () => {
  const matter = await world.waits('t-1');
  if (matter.kind !== 'payment') throw new Error('It is a payment that waits');
  expect(
    atRiskOf([
      { ...matter, amount: null },
      { ...matter, state: 'settled' },
    ]),
  ).toEqual({
    atRisk: [],
    amountsUnknown: 1,
  });
});

test('decisions that no engine has taken are told, with the oldest', async () => {
  const { toldAt: basis } = await world.waits('t-1');
  await world.stopRelay();
  const decision = { transferId: 't-1', decision: 'release', why: 'aborted', basis };
  const { body } = await world.post('/decisions', decision);
  expect((await world.get('/work/summary')).body).toMatchObject({
    notTaken: { count: 1, since: body['decidedAt'] },
  });
});

test('success is of the payments that ended in the last 15 minutes, and in the same hour a week ago', async () => {
  await index({ endedAt: before(60_000) });
  await index({ endedAt: before(60_000), state: 'failed' });
  await index({ endedAt: before(20 * 60_000), state: 'failed' });
  await index({ endedAt: before(60_000), tenant: 'buffalo' });
  await index({ endedAt: before(weekMs + 50 * 60_000) });
  await index({ endedAt: before(weekMs - 60_000), state: 'cancelled' });
  const { body } = await world.get('/work/summary');
  expect(body['records']).toMatchObject({
    success: {
      now: { paid: 1, ended: 2, share: '0.5' },
      weekAgo: { paid: 1, ended: 1, share: '1' },
    },
  });
});

test('the oldest hold is told, and each engine whose payments move', async () => {
  const since = before(3_600_000);
  const amount = { amount: '5', currency: 'TZS' };
  await index({ hold: { state: 'held', since: before(1_000) }, state: 'under-way' });
  await index({ hold: { state: 'held', since }, amount, state: 'under-way', engine: 'east' });
  await index({ hold: { state: 'released', since: before(9e6) }, updatedAt: before(2 * weekMs) });
  await index({ engine: 'gone', updatedAt: before(2 * weekMs) });
  const { body } = await world.get('/work/summary');
  expect(body['records']).toMatchObject({
    oldestHold: { since, amount },
    engines: [{ engine: 'east' }, { engine: 'main' }],
  });
});

test('a peer that gives no answer, or one that helps nobody, has failed', async () => {
  const to = { tenant: 'lion', peer: 'switch', direction: 'sent' } as const;
  await say(world.operations.kafka, door(), [
    { ...to, messageId: 'good', at: before(30_000), status: 202 },
    { ...to, messageId: 'refused', at: before(20_000), status: 404 },
    { ...to, messageId: 'broken', at: before(10_000), status: 503 },
    { ...to, messageId: 'silent', at: before(5_000), outcome: 'timeout', status: undefined },
    { ...to, messageId: 'old', at: before(20 * 60_000), status: 503 },
    { ...to, messageId: 'theirs', at: before(5_000), tenant: 'buffalo', status: 503 },
  ]);
  const { body } = await world.get('/work/summary');
  const { peers } = body['records'] as { peers: { lastAnswerAt: string | null }[] };
  expect(peers).toMatchObject([
    { peer: 'switch', requests: 4, failed: 2 },
    { peer: 'fineract', requests: 0, failed: 0, lastAnswerAt: null },
    { peer: 'app', requests: 0, failed: 0, lastAnswerAt: null },
  ]);
  expect(Date.parse(peers[0]?.lastAnswerAt ?? '')).toBeLessThan(Date.now() - 15_000);
});

test('rows tell whose payments they are, by bank alone, and until when they may go on', async () => {
  const terms = {
    transferAmount: { amount: '100', currency: 'TZS' },
    expiresAt: '2026-11-28T10:05:00.000Z',
  };
  const payer = { fspId: 'lion', partyIdType: 'MSISDN', token: 'told to nobody' } as const;
  await index({ transactionId: 'transaction of t-1', side: 'payee', payee: { fspId: 'other' } });
  await index({ transactionId: 'transaction of t-1', payer, terms });
  await world.waits('t-1');
  const { body, text } = await world.get('/work');
  expect(body['outcomeUnknown']).toMatchObject({
    rows: [
      {
        payer: { fspId: 'lion', partyIdType: 'MSISDN' },
        payee: { fspId: 'buffalo' },
        expiresAt: terms.expiresAt,
      },
    ],
  });
  expect(text).not.toContain(payer.token);
});

test('while Elasticsearch is away the list and the sums are told, and the rest is not known', async () => {
  await world.waits('t-1');
  world.operations.elasticsearch.isDown = true;
  expect((await world.get('/work/summary')).body).toMatchObject({
    atRisk: [{ currency: 'TZS', amount: '100' }],
    records: null,
  });
  expect((await world.get('/work')).body).toMatchObject({
    outcomeUnknown: { count: 1, rows: [{ transferId: 't-1' }] },
  });
});
