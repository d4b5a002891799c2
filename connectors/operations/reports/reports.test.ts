import fc from 'fast-check';
import { elements } from './elements';
import { failures } from './failures';
import { fees, obligations } from './fees';
import { holds } from './holds';
import type { Counted, Report, ReportRow } from './report';
import { steps } from './steps';
import { timeToSettle } from './time-to-settle';
import { volumes } from './volumes';

const nowMs = Date.parse('2026-11-29T12:00:00.000Z');

const payment = (changed: Partial<Counted> = {}): Counted => ({
  ...{ side: 'payer', state: 'paid', startedAt: '2026-11-28T10:00:00.000Z', transactionId: 't' },
  endedAt: '2026-11-28T10:00:02.000Z',
  ...{ origin: 'channel-transfer', amount: { amount: '0.1', currency: 'TZS' } },
  ...{ payer: { fspId: 'lion' }, payee: { fspId: 'buffalo' } },
  ...changed,
});

function made(report: Report, payments: readonly Counted[], by: readonly string[] = []) {
  const counting = report.begin(by, { nowMs, language: 'en' });
  for (const one of payments) counting.add(one);
  const rows = counting.rows();
  for (const row of rows) {
    expect(Object.keys(row).sort()).toEqual([...report.columns(by)].sort());
  }
  return rows;
}

describe('volumes', () => {
  test('sums are exact, and never of two currencies', () => {
    const payments = [
      ...Array.from({ length: 3 }, () => payment()),
      payment({ amount: { amount: '0.2', currency: 'USD' }, state: 'failed' }),
    ];
    expect(made(volumes, payments)).toEqual([
      {
        ...{ side: 'payer', currency: 'TZS', payments: 3, paid: 3, failed: 0, cancelled: 0 },
        ...{ open: 0, amount: '0.3', paidAmount: '0.3', success: '1' },
      },
      {
        ...{ side: 'payer', currency: 'USD', payments: 1, paid: 0, failed: 1, cancelled: 0 },
        ...{ open: 0, amount: '0.2', paidAmount: '0', success: '0' },
      },
    ]);
  });

  test('what has not ended says nothing of success', () => {
    const states = ['paid', 'failed', 'cancelled', 'under-way', 'waiting-for-operator'] as const;
    const payments = states.map((state) => payment({ state }));
    expect(made(volumes, payments)).toMatchObject([{ payments: 5, open: 2, success: '0.3333' }]);
    expect(made(volumes, [payment({ state: 'under-way' })])).toMatchObject([{ success: null }]);
  });

  test('are split by what is asked for', () => {
    const payments = [
      payment(),
      payment({ startedAt: '2026-12-01T00:00:00.000Z' }),
      payment({ side: 'payee', origin: undefined }),
      payment({ side: null }),
    ];
    const keys = (by: string) => made(volumes, payments, [by]).map((row) => row[by]);
    expect(keys('hour')).toEqual(['2026-11-28T10', '2026-11-28T10', '2026-12-01T00']);
    expect(keys('day')).toEqual(['2026-11-28', '2026-11-28', '2026-12-01']);
    expect(keys('month')).toEqual(['2026-11', '2026-11', '2026-12']);
    expect(keys('counterpart')).toEqual(['buffalo', 'lion']);
    expect(keys('useCase')).toEqual(['channel-transfer', null]);
  });

  test('whatever the order, each payment counts once', () => {
    const anyPayment = fc.record({
      state: fc.constantFrom('paid', 'failed', 'under-way' as const),
      cents: fc.bigInt({ min: 0n, max: 10n ** 20n }),
      currency: fc.constantFrom('TZS', 'USD'),
    });
    fc.assert(
      fc.property(fc.array(anyPayment, { maxLength: 30 }), (all) => {
        const payments = all.map(({ state, cents, currency }) => {
          const amount = `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
          return payment({ state, amount: { amount, currency } });
        });
        const rows = made(volumes, payments, ['state']);
        expect(made(volumes, payments.toReversed(), ['state'])).toEqual(rows);
        const centsOf = (row: ReportRow): bigint => {
          const [whole = '', part = ''] = String(row['amount']).split('.');
          return BigInt(whole) * 100n + BigInt(part.padEnd(2, '0'));
        };
        for (const row of rows) {
          const alike = all.filter((one) => {
            return one.state === row['state'] && one.currency === row['currency'];
          });
          expect(row['payments']).toBe(alike.length);
          expect(centsOf(row)).toBe(alike.reduce((sum, { cents }) => sum + cents, 0n));
        }
      }),
    );
  });

  test('more rows than memory should hold are refused', () => {
    const counting = volumes.begin(['counterpart'], { nowMs, language: 'en' });
    const add = (fspId: number) => counting.add(payment({ payee: { fspId: String(fspId) } }));
    for (let fspId = 0; fspId < 10_000; fspId += 1) add(fspId);
    add(1);
    expect(() => add(10_000)).toThrow('too-much-work');
  });
});

test('failures say what the error means and who has to look', () => {
  const payments = ['4001', '4001', undefined].map((errorCode) =>
    payment({ state: 'failed', errorCode }),
  );
  expect(made(failures, payments)).toMatchObject([
    { errorCode: '4001', payments: 2, amount: '0.2', area: 'payer' },
    { errorCode: null, payments: 1, area: null },
  ]);
});

describe('time to settle', () => {
  const took = (ms: number, changed: Partial<Counted> = {}) =>
    payment({
      endedAt: new Date(Date.parse('2026-11-28T10:00:00.000Z') + ms).toISOString(),
      ...changed,
    });

  test('is told by percentiles, of all of it and since the money was held', () => {
    const steps = [
      { kind: 'requested', occurredAt: '2026-11-28T10:00:00.000Z' },
      { kind: 'held', occurredAt: '2026-11-28T10:00:00.500Z' },
    ];
    const payments = Array.from({ length: 1_000 }, (_, at) => took(1_000 + at, { steps }));
    const [committed, whole] = made(timeToSettle, payments);
    expect(whole).toMatchObject({ span: 'whole', payments: 1_000, p50Ms: 1_499 });
    expect(committed).toMatchObject({ span: 'committed', payments: 1_000, p50Ms: 999 });
    expect(whole?.['p999Ms']).toBeGreaterThanOrEqual(1_997);
    expect(whole?.['longestMs']).toBe(1_999);
  });

  test('takes clocks that go back, and payments that took for ever', () => {
    const [row] = made(timeToSettle, [took(-5), took(0), took(400 * 86_400_000)]);
    expect(row).toMatchObject({ payments: 3, p50Ms: 1 });
    expect(Number(row?.['longestMs'])).toBeGreaterThan(29 * 86_400_000);
  });
});

test('holds are told by age, with all that is held and the oldest of them', () => {
  const held = (since: string, transactionId: string) =>
    payment({
      ...{ transactionId, state: 'under-way', hold: { state: 'held', since } },
      terms: {
        transferAmount: { amount: '100', currency: 'TZS' },
        payerFspFee: { amount: '0.5', currency: 'TZS' },
        expiresAt: '',
      },
    });
  const payments = [
    held('2026-11-01T00:00:00.000Z', 'old'),
    held('2026-11-29T11:59:30.000Z', 'new'),
    held('2026-11-29T11:40:00.000Z', 'second'),
    held('2026-11-29T11:30:00.000Z', 'first'),
  ];
  expect(made(holds, payments)).toEqual([
    row('under a minute', 1, '100.5', 'new', '2026-11-29T11:59:30.000Z'),
    row('15 to 60 minutes', 2, '201', 'first', '2026-11-29T11:30:00.000Z'),
    row('over 7 days', 1, '100.5', 'old', '2026-11-01T00:00:00.000Z'),
  ]);

  function row(age: string, count: number, amount: string, oldest: string, oldestSince: string) {
    const figures = { payments: count, amount, oldestSince, oldestTransactionId: oldest };
    return { age, currency: 'TZS', ...figures };
  }
});

test('a hold whose amount is not known is told too, in a row without a currency', () => {
  const hold = { state: 'held', since: '2026-11-29T11:59:30.000Z' } as const;
  expect(made(holds, [payment({ hold, amount: undefined })])).toEqual([
    {
      ...{ age: 'under a minute', currency: null, payments: 1, amount: '0' },
      ...{ oldestSince: hold.since, oldestTransactionId: 't' },
    },
  ]);
});

describe('fees', () => {
  const owing = (
    debtor: string,
    creditor: string,
    amount: string,
    changed: Partial<Counted> = {},
  ) =>
    payment({
      fees: [
        {
          ...{ entryId: 'e', executionPoint: 'transfer.committed', ruleId: 'r' },
          ...{ ledgerEntryType: 'FEE', debtor, creditor, amount, currency: 'TZS' },
        },
      ],
      ...changed,
    });
  const pair = { currency: 'TZS', ledgerEntryType: 'FEE' };

  test('are added up for each pair, and on balance in obligations', () => {
    const payments = [
      owing('buffalo', 'lion', '0.6'),
      owing('buffalo', 'lion', '0.6'),
      owing('lion', 'buffalo', '2'),
      owing('lion', 'zebra', '1'),
    ];
    expect(made(fees, payments)).toEqual([
      { ...pair, debtor: 'buffalo', creditor: 'lion', entries: 2, amount: '1.2' },
      { ...pair, debtor: 'lion', creditor: 'buffalo', entries: 1, amount: '2' },
      { ...pair, debtor: 'lion', creditor: 'zebra', entries: 1, amount: '1' },
    ]);
    expect(made(obligations, payments)).toEqual([
      {
        ...{ ...pair, debtor: 'lion', creditor: 'buffalo', entries: 3, amount: '0.8' },
        ...{ byDebtor: '2', byCreditor: '1.2' },
      },
      {
        ...{ ...pair, debtor: 'lion', creditor: 'zebra', entries: 1, amount: '1' },
        ...{ byDebtor: '1', byCreditor: '0' },
      },
    ]);
  });

  test('between two customers of one bank count once', () => {
    const onUs = { payer: { fspId: 'lion' }, payee: { fspId: 'lion' } };
    const sides = (['payer', 'payee'] as const).map((side) =>
      owing('lion', 'zebra', '1', { ...onUs, side }),
    );
    expect(made(fees, sides)).toMatchObject([{ entries: 1, amount: '1' }]);
  });
});

describe('steps', () => {
  const went = (kinds: readonly string[], changed: Partial<Counted> = {}) =>
    payment({
      steps: kinds.map((kind) => ({ kind, occurredAt: '2026-11-28T10:00:00.000Z' })),
      ...changed,
    });
  const standing = { state: 'under-way', endedAt: undefined } as const;
  const standsAt = { step: 'held', since: '2026-11-28T10:00:00.000Z' };

  test('a payment counts once at each step that it went through, whatever was repeated, as payments go', () => {
    const payments = [
      went(['held', 'requested', 'switch-asked', 'switch-asked']),
      went(['requested'], { state: 'failed' }),
    ];
    expect(made(steps, payments)).toMatchObject([
      { step: 'requested', payments: 2, paid: 1, failed: 1, text: 'A payment was asked for' },
      { step: 'held', payments: 1, paid: 1, failed: 0 },
      { step: 'switch-asked', payments: 1 },
    ]);
  });

  test('what has not ended stands at its last step, and stands still while an incident is open', () => {
    const payments = [
      went(['requested', 'held'], { ...standing, standsAt }),
      went(['requested', 'held'], { ...standing, standsAt, incidentsOpen: 1 }),
      went(['requested', 'held'], { standsAt }),
    ];
    expect(made(steps, payments)).toMatchObject([
      { step: 'requested', payments: 3, paid: 1, open: 0, standsStill: 0 },
      { step: 'held', payments: 3, paid: 1, open: 2, standsStill: 1 },
    ]);
  });

  test('a step that nobody here knows comes last, without words', () => {
    expect(made(steps, [went(['paid-by-moon', 'requested'])])).toMatchObject([
      { step: 'requested' },
      { step: 'paid-by-moon', text: null },
    ]);
  });
});

describe('elements', () => {
  const at = '2026-11-28T10:00:00.000Z';
  const step = (kind: string, elementId?: string, processDefinitionKey = '7') => ({
    ...{ kind, occurredAt: at, processDefinitionKey },
    ...(elementId !== undefined && { elementId }),
  });
  const asked = step('requested', 'begin');
  const held = step('held', 'hold');
  const stuck = step('incident-raised', 'book');
  const open = { state: 'under-way', endedAt: undefined, engine: 'main' } as const;
  const standsAt = { step: 'held', since: at };
  const incident = { element: 'book', raisedAt: at };

  test('a payment counts once at each element that told of it, as payments go', () => {
    const payments = [
      payment({ engine: 'main', steps: [held, asked, step('switch-asked', 'ask'), held] }),
      payment({ engine: 'main', state: 'failed', steps: [asked, step('failed', 'begin')] }),
      payment({ side: null, steps: [asked] }),
    ];
    expect(made(elements, payments)).toMatchObject([
      { engine: 'main', processDefinitionKey: '7', elementId: 'begin', payments: 2, failed: 1 },
      { elementId: 'hold', payments: 1, paid: 1, open: 0 },
      { elementId: 'ask', payments: 1 },
    ]);
  });

  test('what has not ended stands at the element that told last, or stands still at its incident', () => {
    const payments = [
      payment({ ...open, steps: [asked, held], standsAt }),
      payment({
        ...{ ...open, steps: [asked, held, stuck], standsAt },
        ...{ incidents: [incident], incidentsOpen: 1 },
      }),
      payment({
        ...{ ...open, steps: [asked, held, stuck], standsAt },
        ...{ incidents: [{ ...incident, endedAt: at }], incidentsOpen: 0 },
      }),
    ];
    expect(made(elements, payments)).toMatchObject([
      { elementId: 'begin', payments: 3, open: 0, standsStill: 0 },
      { elementId: 'hold', payments: 3, open: 2, standsStill: 0 },
      { elementId: 'book', payments: 2, open: 1, standsStill: 1 },
    ]);
  });

  test('of an older build nothing is told but where it stands still', () => {
    const older = (kind: string, key?: string) => ({
      ...{ kind, occurredAt: at },
      ...(key !== undefined && { processDefinitionKey: key }),
    });
    const still = { standsAt, incidents: [incident], incidentsOpen: 1 };
    const payments = [
      payment({ ...open, ...still, steps: [older('held', '7'), older('incident-raised', '7')] }),
      payment({ ...open, ...still, steps: [older('held'), older('incident-raised')] }),
    ];
    expect(made(elements, payments)).toMatchObject([{ elementId: 'book', payments: 1, open: 1 }]);
  });

  test('one id in two processes is two elements, each named by its own diagram', async () => {
    const steps = [asked, step('quote-asked', 'begin', '8')];
    const rows = made(elements, [payment({ engine: 'main', steps })]);
    const read: string[] = [];
    const named = await elements.named?.([...rows, ...rows], {
      known: (engine, key) => {
        read.push(`${engine}/${key}`);
        const names = new Map([['begin', 'Asked for']]);
        const diagram = { bpmnProcessId: 'payer-transfer', version: 3, names };
        return Promise.resolve(key === '7' ? diagram : undefined);
      },
    });
    expect(named?.slice(0, 2)).toMatchObject([
      { bpmnProcessId: 'payer-transfer', version: 3, name: 'Asked for', payments: 1 },
      { processDefinitionKey: '8', bpmnProcessId: null, version: null, name: null, payments: 1 },
    ]);
    expect(read).toEqual(['main/7', 'main/8']);
  });

  /** Each kind is told by an element of its own. */
  const anyPayment = fc.record({
    kinds: fc.uniqueArray(fc.constantFrom('requested', 'held', 'committed', 'booked'), {
      minLength: 1,
    }),
    state: fc.constantFrom('paid', 'failed', 'cancelled', 'under-way' as const),
    isStill: fc.boolean(),
  });

  test('where each kind of step has one element both reports tell the same', () => {
    fc.assert(
      fc.property(fc.array(anyPayment, { maxLength: 20 }), (all) => {
        const payments = all.map(({ kinds, state, isStill }) => {
          const last = kinds.at(-1) ?? '';
          return payment({
            ...{ state, engine: 'main', standsAt: { step: last, since: at } },
            steps: [
              ...kinds.map((kind) => step(kind, kind)),
              ...(isStill ? [step('incident-raised', last)] : []),
            ],
            incidents: isStill ? [{ element: last, raisedAt: at }] : [],
            incidentsOpen: isStill ? 1 : 0,
          });
        });
        const figures = ({ payments, paid, failed, cancelled, open, standsStill }: ReportRow) => ({
          ...{ payments, paid, failed, cancelled, open, standsStill },
        });
        const bySteps = made(steps, payments).filter((row) => row['step'] !== 'incident-raised');
        expect(made(elements, payments).map((row) => [row['elementId'], figures(row)])).toEqual(
          bySteps.map((row) => [row['step'], figures(row)]),
        );
      }),
    );
  });
});

test('times are not split into more rows than there is memory for', () => {
  const counting = timeToSettle.begin(['counterpart'], { nowMs, language: 'en' });
  const from = (fspId: string) => counting.add(payment({ payee: { fspId } }));
  for (let at = 0; at < 1_000; at += 1) from(`bank ${at}`);
  expect(counting.rows()).toHaveLength(1_000);
  expect(() => from('one more')).toThrow('more than 1000 rows: ask for a shorter time');
});
