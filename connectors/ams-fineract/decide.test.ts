import { decide, type Action, type Decision, type Known } from './decide';
import { allProblems, errorFor, isAlarm, isFinal, type Problem } from './fineract/problems';

const fresh: Known = { keyNumber: 1, fromCache: false, waitedMs: 0, patienceOver: false };
const cached: Known = { ...fresh, fromCache: true };
const laterKey: Known = { ...fresh, keyNumber: 2 };

type Row = Readonly<Record<Action, Decision>>;

/** Of what an earlier job may have booked or released it says nothing. */
const noHold: Row = {
  hold: 'refused',
  debit: 'check-outcome',
  release: 'check-outcome',
  credit: 'check-outcome',
};

/** Every problem, answered first hand to the first key. */
const firstHand: Record<Problem, Row> = {
  'identifier-unknown': noHold,
  'account-unknown': noHold,
  'insufficient-funds': noHold,
  'account-closed-off': noHold,
  'forbidden-by-rule': noHold,
  'wrong-currency': noHold,
  'bad-request': noHold,
  'already-done': {
    hold: 'check-outcome',
    debit: 'check-outcome',
    credit: 'check-outcome',
    release: 'refused',
  },
  'hold-missing': noHold,
  'booking-missing': noHold,
  misconfigured: all('again'),
  'not-understood': all('again'),
  conflict: all('next-key'),
  'in-progress': all('again'),
  unavailable: all('again'),
  failed: all('again'),
  'no-answer': all('again'),
};

function all(decision: Decision): Row {
  return { hold: decision, debit: decision, release: decision, credit: decision };
}

const actions: readonly Action[] = ['hold', 'debit', 'release', 'credit'];
const refusals = allProblems.filter(
  (problem) => firstHand[problem] === noHold && problem !== 'hold-missing',
);

describe.each(actions)('%s', (action) => {
  test.each(allProblems)('%s, first hand', (problem) => {
    expect(decide(action, problem, fresh)).toBe(firstHand[problem][action]);
  });

  test('is done when Fineract says so, out of the cache too', () => {
    expect(decide(action, undefined, fresh)).toBe('done');
    expect(decide(action, undefined, { ...cached, keyNumber: 3 })).toBe('done');
  });

  test('a conflict out of the cache is believed only once it has settled', () => {
    expect(decide(action, 'conflict', cached)).toBe('wait');
    expect(decide(action, 'conflict', { ...cached, waitedMs: 3_999 })).toBe('wait');
    expect(decide(action, 'conflict', { ...cached, waitedMs: 4_000 })).toBe('next-key');
  });

  test('a failure out of the cache is repeated for ever, so the key is used up', () => {
    expect(decide(action, 'failed', cached)).toBe('next-key');
  });

  test('a command in progress is given up after several attempts and a long wait', () => {
    const impatient = { ...cached, patienceOver: true };
    expect(decide(action, 'in-progress', { ...cached, waitedMs: 60_000 })).toBe('again');
    expect(decide(action, 'in-progress', impatient)).toBe('wait');
    expect(decide(action, 'in-progress', { ...impatient, waitedMs: 19_999 })).toBe('wait');
    expect(decide(action, 'in-progress', { ...impatient, waitedMs: 20_000 })).toBe('next-key');
  });
});

test.each(refusals)('%s under a later key may hide what an earlier one did', (problem) => {
  expect(decide('hold', problem, laterKey)).toBe('check-outcome');
  expect(decide('debit', problem, laterKey)).toBe('check-outcome');
  expect(decide('credit', problem, laterKey)).toBe('check-outcome');
});

test.each(refusals)('%s out of the cache is final for a hold, old news for the rest', (problem) => {
  expect(decide('hold', problem, cached)).toBe('refused');
  expect(decide('debit', problem, cached)).toBe('next-key');
  expect(decide('credit', problem, cached)).toBe('next-key');
});

describe('what is told outside', () => {
  const codes: Record<Problem, readonly [string, string, string, string]> = {
    'identifier-unknown': ['4000', '3204', '3204', '5105'],
    'account-unknown': ['4000', '3204', '3204', '5105'],
    'insufficient-funds': ['4200', '4200', '5200', '5200'],
    'account-closed-off': ['4400', '4400', '5400', '5400'],
    'forbidden-by-rule': ['4300', '4300', '5300', '5300'],
    'wrong-currency': ['4103', '4103', '5106', '5106'],
    'already-done': ['3106', '3106', '3106', '3106'],
    'hold-missing': ['2001', '2001', '2001', '2001'],
    'booking-missing': ['2001', '2001', '2001', '2001'],
    'bad-request': ['2001', '2001', '2001', '2001'],
    misconfigured: ['2001', '2001', '2001', '2001'],
    'not-understood': ['2001', '2001', '2001', '2001'],
    conflict: ['2003', '2003', '2003', '2003'],
    'in-progress': ['2004', '2004', '2004', '2004'],
    unavailable: ['2003', '2003', '2003', '2003'],
    failed: ['2001', '2001', '2001', '2001'],
    'no-answer': ['2004', '2004', '2004', '2004'],
  };

  test.each(allProblems)('%s has its FSPIOP code for each who hears it', (problem) => {
    const sides = ['payer', 'requested-payer', 'payee-before-transfer', 'payee-transfer'] as const;
    expect(sides.map((side) => errorFor(problem, side).errorCode)).toEqual(codes[problem]);
  });

  test('only what a person has to mend raises an alarm, and what may pass is never final', () => {
    expect(allProblems.filter(isAlarm)).toEqual(['bad-request', 'misconfigured', 'not-understood']);
    const passing = allProblems.filter((problem) => firstHand[problem].debit === 'again');
    expect(passing.filter(isFinal)).toEqual([]);
  });
});
