import type { Decision, PaymentRow } from '../api/types';
import {
  changesBetween,
  groupOfIncident,
  paymentRowOf,
  readVariables,
  rowOfDecision,
  seenOf,
  sentenceOf,
  keyOfApproval,
  keyOfDecision,
} from './rows';

const row: PaymentRow = {
  ...{ matterKey: 'lion:payer:t-1', side: 'payer', transferId: 't-1', transactionId: 'x-1' },
  ...{ amount: { amount: '100', currency: 'TZS' }, reason: 'OUTCOME_UNKNOWN', verdict: 'UNKNOWN' },
  ...{ since: '2026-11-28T10:00:00Z', toldAt: '2026-11-28T10:01:00Z', ageS: 9 },
  ...{ sentence: '100.00 TZS. It is set aside.', whatToDo: 'Ask.', choices: [], owner: null },
};
const work = {
  ...{
    asOf: '',
    incidents: { count: 0, rows: [], next: null },
    approvals: { count: 0, rows: [], next: null },
  },
  toDecide: { count: 0, rows: [], next: null },
  outcomeUnknown: { count: 1, rows: [row], next: null },
};

test('the sum stands once in a row', () => {
  expect(sentenceOf(row)).toBe('It is set aside.');
  expect(sentenceOf({ ...row, sentence: '1,000,000.50 TZS. It is owed.' })).toBe('It is owed.');
  expect(sentenceOf({ amount: null, sentence: 'A payment. It waits.' })).toBe('It waits.');
  expect(sentenceOf({ amount: row.amount, sentence: 'Otherwise told.' })).toBe('Otherwise told.');
});

test('a row is found by its name, and by what was decided of it', () => {
  expect(paymentRowOf(work, 'lion:payer:t-1')).toBe(row);
  expect(paymentRowOf(work, 'lion:payee:t-1')).toBeUndefined();
  expect(paymentRowOf(undefined, 'lion:payer:t-1')).toBeUndefined();
  expect(rowOfDecision(work, { transferId: 't-1', side: 'payer' })).toBe(row);
  expect(rowOfDecision(work, { transferId: 't-1' })).toBe(row);
  expect(rowOfDecision(work, { transferId: 't-1', side: 'payee' })).toBeUndefined();
  expect(rowOfDecision(work, {})).toBeUndefined();
});

test('what has changed since it was seen is told, fact by fact', () => {
  const now = { ...row, verdict: 'COMMITTED' as const, owner: { name: 'juma', at: '' } };
  expect(changesBetween(seenOf(row), seenOf(now))).toEqual([
    { fact: 'verdict', before: 'UNKNOWN', now: 'COMMITTED' },
    { fact: 'owner', before: '', now: 'juma' },
  ]);
  expect(changesBetween(seenOf(row), seenOf({ ...row, toldAt: 'later' }))).toEqual([]);
});

test('corrected variables are JSON, and those that are left empty stay as they are', () => {
  expect(readVariables({ a: '{"b":1}', c: ' ', d: '"text"' })).toEqual({
    values: { a: { b: 1 }, d: 'text' },
    wrong: [],
  });
  expect(readVariables({ a: 'text' })).toEqual({ values: {}, wrong: ['a'] });
});

const decision: Decision = {
  ...{ decisionId: '1', decision: 'retry', why: 'mended', decidedBy: 'amina', decidedAt: '' },
  ...{ isOwn: false, status: 'needs-approval', since: '', happened: '' },
};

test('retries that were asked for together keep their place, whichever of them is the oldest', () => {
  expect(keyOfApproval({ ...decision, batchId: 'b' })).toBe('batch:b');
  expect(keyOfApproval(decision)).toBe('approval:1');
});

test('a decision leads to its payment, and that of an incident to none', () => {
  expect(keyOfDecision('lion', { side: 'payer', transferId: 't-1' })).toBe('lion:payer:t-1');
  expect(keyOfDecision('lion', decision)).toBeUndefined();
});

test('an incident leads to its cause', () => {
  const sample = { incidentKey: '9000', since: '', toldAt: '', message: '' };
  const incidents = {
    ...{ count: 1, next: null },
    rows: [
      {
        ...{ group: 'g', matterKey: 'cause:g', count: 1, since: '', ageS: 1, sentence: '' },
        ...{ whatToDo: '', variables: [], owners: [], choices: [] },
        sample: [{ ...sample, transactionId: null, transferId: null }],
        cause: {
          ...{ process: 'p', elementId: 'e', errorType: 't', jobType: null, step: 's' },
          ...{ peer: null, errorCode: null, message: '' },
        },
      },
    ],
  };
  expect(groupOfIncident({ ...work, incidents }, 'incident:9000')).toBe('g');
  expect(groupOfIncident({ ...work, incidents }, 'incident:9001')).toBeUndefined();
  expect(groupOfIncident(work, 'lion:payer:t-1')).toBeUndefined();
});
