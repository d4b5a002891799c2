import {
  byCurrency,
  causesOf,
  countsByBucket,
  countsOf,
  ofSide,
  settledBy,
  settledIn,
  stepsOf,
  successOf,
  type ReportRow,
} from './figures';

const volume = (more: ReportRow): ReportRow => ({
  ...{ day: '2026-11-28', side: 'payer', currency: 'TZS', payments: 4 },
  ...{ paid: 2, failed: 1, cancelled: 0, open: 1, amount: '0.3', paidAmount: '0.1' },
  ...more,
});
const names = ['2026-11-28', '2026-11-29'];

test('counts of all currencies are put together, amounts of each stay apart and are exact', () => {
  const rows = [volume({}), volume({ currency: 'USD' }), volume({ day: '2026-11-29' })];
  expect(countsOf(rows)).toEqual({ payments: 12, paid: 6, failed: 3, cancelled: 0, open: 3 });
  expect(byCurrency(rows, 'day', names)).toEqual([
    {
      ...{ currency: 'TZS', payments: 8, amount: '0.6', paidAmount: '0.2' },
      paidByBucket: ['0.1', '0.1'],
    },
    {
      ...{ currency: 'USD', payments: 4, amount: '0.3', paidAmount: '0.1' },
      paidByBucket: ['0.1', '0'],
    },
  ]);
});

test('a payment of which no amount is known yet counts, and is of no currency', () => {
  const rows = [volume({ currency: null, amount: '0' })];
  expect(countsOf(rows).payments).toBe(4);
  expect(byCurrency(rows, 'day', names)).toEqual([]);
});

test('a day without a payment is told too', () => {
  const counts = countsByBucket([volume({ day: '2026-11-29' })], 'day', names);
  expect(counts.map(({ payments }) => payments)).toEqual([0, 4]);
});

test('success is a share of those that have ended, and nothing is said while there are none', () => {
  expect(successOf(countsOf([volume({})]))).toBeCloseTo(2 / 3);
  expect(successOf(countsOf([volume({ paid: 0, failed: 0, open: 4 })]))).toBeUndefined();
});

test('what was sent and what was received are looked at apart', () => {
  const rows = [volume({}), volume({ side: 'payee', payments: 9 })];
  expect(countsOf(ofSide(rows, 'payee')).payments).toBe(9);
});

test('times to settle are those that the API has counted, of each bucket', () => {
  const row = (day: string | null, span: string, p50Ms: number): ReportRow => {
    return { day, span, payments: 3, p50Ms, p90Ms: 8, p95Ms: 9, p99Ms: 10 };
  };
  const rows = [row('2026-11-29', 'committed', 1), row('2026-11-29', 'whole', 7)];
  const seven = { payments: 3, p50Ms: 7, p95Ms: 9, p99Ms: 10 };
  expect(settledBy(rows, 'whole', 'day', names)).toEqual([undefined, seven]);
  expect(settledIn(rows, 'whole')).toEqual(seven);
  expect(settledIn([], 'whole')).toBeUndefined();
});

test('a cause is one row however many currencies it has hit, the most frequent first', () => {
  const failure = (errorCode: string | null, currency: string | null, payments: number) => ({
    ...{ side: 'payer', errorCode, currency, payments, amount: '5' },
    ...{ area: 'Payer', meaning: `of ${errorCode}`, whatToDo: 'Look' },
  });
  const rows = [failure('4001', 'TZS', 2), failure(null, null, 4), failure('4001', 'USD', 3)];
  expect(causesOf(rows)).toMatchObject([
    {
      ...{ errorCode: '4001', payments: 5, meaning: 'of 4001' },
      amounts: [
        { currency: 'TZS', amount: '5' },
        { currency: 'USD', amount: '5' },
      ],
    },
    { errorCode: null, payments: 4, amounts: [] },
  ]);
});

test('of those that went through a step, failed and cancelled ones were not made', () => {
  const row = { side: 'payer', step: 'held', text: 'The money is held', payments: 9, paid: 4 };
  expect(stepsOf([{ ...row, failed: 2, cancelled: 1, open: 2, standsStill: 1 }])).toEqual([
    {
      ...{ step: 'held', text: 'The money is held', payments: 9 },
      ...{ notMade: 3, open: 2, standsStill: 1 },
    },
  ]);
});
