import { allTrue, checkOutcome, minorUnits, type Outcome } from './checks';
import type { Expected } from './scenarios';
import type { Account, Booking, Heard, OwedFee, Snapshot } from './world';

const currency = 'TZS';
const paid = { amount: '100.12', currency };

const account = (ledger: string, held: string, ...types: Booking['type'][]): Account => ({
  ledger,
  held,
  bookings: types.map((type) => ({ type, amount: paid.amount })),
});

const earlier = { transferId: 'earlier', state: 'COMMITTED' };
const before: Snapshot = {
  payer: account('10000', '0', 'credit'),
  payee: account('500', '0', 'credit'),
  transfers: [earlier],
  positions: { payer: '7', payee: '-7' },
};

const afterPayment: Snapshot = {
  payer: account('9899.88', '0', 'credit', 'hold', 'release', 'debit'),
  payee: account('600.12', '0', 'credit', 'credit'),
  transfers: [earlier, { transferId: 'this', state: 'COMMITTED' }],
  positions: { payer: '107.12', payee: '-107.12' },
};

const heard = (state: string, code?: string): Heard => ({
  status: 200,
  tookMs: 1,
  report: { transactionId: 'T', state, ...(code && { error: { code, message: '' } }) },
});

const expectedPayment: Expected = {
  answers: [{ state: 'COMMITTED' }],
  paid,
  holds: 1,
  transferState: 'COMMITTED',
};
const payment: Outcome = { heard: [heard('COMMITTED')], before, after: afterPayment };

function falseClaims(expected: Expected, outcome: Outcome): string[] {
  return checkOutcome(expected, outcome, currency)
    .filter((check) => !check.isTrue)
    .map(({ claim, found }) => `${claim}: ${found}`);
}

const changed = (change: Partial<Snapshot>): Outcome => ({
  ...payment,
  after: { ...afterPayment, ...change },
});

const owed = (seenBy: string, change: Partial<OwedFee> = {}): OwedFee => ({
  entryId: '5f0b9d57-6f1c-5f0e-8a54-0b9a4c7a1f10',
  transactionId: 'T',
  executionPoint: 'transfer.committed',
  occurredAt: '2026-11-21T10:24:00.000Z',
  ruleSetId: 'set',
  ruleId: 'rule',
  ruleVersion: 1,
  blockIndex: 0,
  ledgerEntryType: 'INTERCHANGE_FEE',
  debtor: 'buffalo',
  creditor: 'lion',
  amount: '0.6',
  currency,
  seenBy,
  atMs: 1,
  ...change,
});

describe('the checks of fees', () => {
  const fee = { amount: '0.6', currency };
  const outcome = (...fees: OwedFee[]): Outcome => ({
    ...payment,
    before: { ...before, fees: [] },
    after: { ...afterPayment, fees },
  });

  test('hold when both hubs have the same entry', () => {
    const expected = { ...expectedPayment, fee };
    expect(falseClaims(expected, outcome(owed('lion'), owed('buffalo')))).toEqual([]);
  });

  test.each<[string, OwedFee[]]>([
    ['one hub has none', [owed('lion')]],
    ['one hub has it twice', [owed('lion'), owed('lion'), owed('buffalo')]],
    ['the hubs differ', [owed('lion'), owed('buffalo', { amount: '0.61' })]],
    [
      'the wrong one owes',
      [owed('lion', { debtor: 'lion', creditor: 'buffalo' }), owed('buffalo')],
    ],
    ['the hubs have entries of their own', [owed('lion', { entryId: 'E' }), owed('buffalo')]],
  ])('tell when %s', (_what, fees) => {
    expect(falseClaims({ ...expectedPayment, fee }, outcome(...fees))).not.toEqual([]);
  });

  test('tell when there is one where there must be none', () => {
    expect(falseClaims(expectedPayment, outcome(owed('lion')))).toHaveLength(1);
    expect(falseClaims(expectedPayment, outcome())).toEqual([]);
  });
});

describe('the checks of a scenario', () => {
  test('hold for a payment as it should be', () => {
    expect(falseClaims(expectedPayment, payment)).toEqual([]);
    expect(allTrue(checkOutcome(expectedPayment, payment, currency))).toBe(true);
  });

  test('hold for a refused payment that left no trace', () => {
    const expected: Expected = { answers: [{ state: 'ABORTED', errorCode: '3204' }], holds: 0 };
    const outcome: Outcome = { heard: [heard('ABORTED', '3204')], before, after: before };
    expect(falseClaims(expected, outcome)).toEqual([]);
  });

  test.each<[string, Outcome]>([
    [
      'the payer pays a cent too much',
      changed({ payer: { ...afterPayment.payer, ledger: '9899.87' } }),
    ],
    [
      'the payer is charged twice and once given back',
      changed({
        payer: account('9899.88', '0', 'credit', 'hold', 'release', 'debit', 'debit', 'credit'),
      }),
    ],
    ['the payee gets nothing', changed({ payee: before.payee })],
    ['a hold stays', changed({ payer: { ...afterPayment.payer, held: '100.12' } })],
    [
      'money is taken without a hold',
      changed({ payer: account('9899.88', '0', 'credit', 'debit') }),
    ],
    [
      'the switch has two transfers',
      changed({
        transfers: [
          { transferId: 'this', state: 'COMMITTED' },
          { transferId: 'x', state: 'COMMITTED' },
        ],
      }),
    ],
    [
      'the switch thinks that it is off',
      changed({ transfers: [{ transferId: 'this', state: 'ABORTED' }] }),
    ],
    ['a position did not move', changed({ positions: { payer: '107.12', payee: '-7' } })],
    ['the app hears another state', { ...payment, heard: [heard('ABORTED')] }],
    ['the app hears another error', { ...payment, heard: [heard('COMMITTED', '3204')] }],
    ['the app hears nothing', { ...payment, heard: [] }],
  ])('find it when %s', (_what, outcome) => {
    expect(falseClaims(expectedPayment, outcome)).toHaveLength(1);
  });

  test('find it when a request that was sent twice becomes two payments', () => {
    const expected = {
      ...expectedPayment,
      answers: [{ state: 'COMMITTED' }, { state: 'COMMITTED' }],
    } as const;
    const other = { ...heard('COMMITTED'), report: { transactionId: 'U', state: 'COMMITTED' } };
    expect(falseClaims(expected, { ...payment, heard: [heard('COMMITTED'), other] })).toEqual([
      'all answers are about one payment: found 2 transactions, wanted 1 transactions',
    ]);
  });
});

test.each([
  ['100.12', 10012n],
  ['-100.12', -10012n],
  ['0', 0n],
  ['600.1', 60010n],
])('%s is %s in minor units', (decimal, minor) => {
  expect(minorUnits(decimal, currency)).toBe(minor);
});
