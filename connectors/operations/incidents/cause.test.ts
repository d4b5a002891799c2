import type { IncidentMatter } from '../../common/contracts/back-office';
import { incidentMatter } from '../../../test/kit/parts/incident-matter';
import { causeOf, groupsOf, placeOfGroup } from './cause';

const incident = (message: string, more: Partial<IncidentMatter> = {}): IncidentMatter =>
  incidentMatter({
    ...{ tenant: 'lion', incidentKey: '1', elementId: 'blockFunds', message, jobKey: '2' },
    ...{ errorType: 'JOB_NO_RETRIES', elementInstanceKey: '3', jobType: 'ams:block-funds:1' },
    ...more,
  });

const failed = (id: string, what: string) =>
  `Block funds (ams:block-funds:1) failed in its last attempt: ${what}. Payment with transferId ${id} of tenant lion.`;
const ids = ['6f1c2f0e-6a54-5f0b-9d57-0b9a4c7a1f10', '0b9a4c7a-6a54-5f0b-9d57-6f1c2f0e1f10'];

test.each([
  ['their payment', failed(ids[0] ?? '', 'no answer'), failed(ids[1] ?? '', 'no answer')],
  [
    'their process',
    'Quote (ams:quote:1) cannot work. Process instance 2251799813685251. See',
    'Quote (ams:quote:1) cannot work. Process instance 4503599627370502 of tenant lion. See',
  ],
  ['an amount', 'has 100.12 TZS', 'has 7.5 TZS'],
  ['an id', `transfer ${ids[0] ?? ''} is unknown`, `transfer ${ids[1] ?? ''} is unknown`],
  ['a hash', `of ${'0a1b2c3d'.repeat(8)}`, `of ${'f'.repeat(64)}`],
  ['a time', 'until 2026-11-29T10:00:00.000Z', 'until 2026-11-30 11:00:00'],
  ['a long number', 'after 30000 ms', 'after 250000 ms'],
])('incidents that differ by %s alone have one cause', (_what, left, right) => {
  expect(groupsOf([incident(left), incident(right)])).toHaveLength(1);
});

test.each<[string, Partial<IncidentMatter>]>([
  ['step', { elementId: 'bookFunds' }],
  ['process', { process: 'payee-transfer' }],
  ['kind of error', { errorType: 'EXTRACT_VALUE_ERROR' }],
  ['FSPIOP code', { message: 'no (4001 Payer error)' }],
  ['status of HTTP', { message: 'no (5000 Fineract answers 503)' }],
])('those of another %s have another one', (_what, more) => {
  const one = incident('no (5000 Fineract answers 500)');
  expect(groupsOf([one, { ...one, ...more }])).toHaveLength(2);
});

test('a cause names code, step and peer', () => {
  const message = failed(ids[0] ?? '', 'Fineract answers 503 (2003 Service currently unavailable)');
  expect(causeOf(incident(message))).toEqual({
    ...{ process: 'payer-transfer', elementId: 'blockFunds', errorType: 'JOB_NO_RETRIES' },
    ...{ jobType: 'ams:block-funds:1', step: 'Block funds', peer: 'fineract', errorCode: '2003' },
    message:
      'Block funds (ams:block-funds:1) failed in its last attempt: Fineract answers 503 (2003 Service currently unavailable).',
  });
});

test('the engine’s own errors have a step and nobody who was spoken with', () => {
  const engines = incident('Expected result of the expression to be BOOLEAN', {
    jobType: null,
    errorType: 'EXTRACT_VALUE_ERROR',
  });
  expect(causeOf(engines)).toMatchObject({ step: 'blockFunds', peer: null, errorCode: null });
});

test('the largest cause comes first, and the oldest of its incidents', () => {
  const at = (since: string, message: string) => incident(message, { since, incidentKey: since });
  const groups = groupsOf([at('3', 'a'), at('5', 'b'), at('4', 'b')]);
  expect(groups.map(({ incidents }) => incidents.map(({ since }) => since))).toEqual([
    ['3'],
    ['4', '5'],
  ]);
  const [one, two] = groups.map(placeOfGroup);
  expect([one?.[0], two?.[0]]).toEqual([-1, -2]);
  expect([one?.[1], two?.[1]].map((text) => text?.split(' ')[0])).toEqual(['3', '4']);
});
