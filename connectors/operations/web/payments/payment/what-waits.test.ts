import type { PaymentSide, Work } from '../../api/types';
import { needsPerson, waitingOf } from './what-waits';

const side = (more: Partial<PaymentSide>): PaymentSide =>
  ({
    side: 'payer',
    state: 'paid',
    standsStill: false,
    transferId: 'f',
    incidents: [],
    ...more,
  }) as PaymentSide;
const row = { matterKey: 'lion:payer:f', side: 'payer', transferId: 'f' };
const work = (more: object): Work =>
  ({
    ...{ toDecide: { rows: [] }, outcomeUnknown: { rows: [] }, incidents: { rows: [] } },
    ...more,
  }) as unknown as Work;

test('a payment that nobody has to do anything about waits for nobody', () => {
  expect(needsPerson(side({}))).toBe(false);
  expect(waitingOf('lion', 't', side({}), work({}))).toEqual([]);
});

test('a payment that waits is opened in Work, with what stands there of it', () => {
  const waits = side({ state: 'waiting-for-operator' });
  expect(needsPerson(waits)).toBe(true);
  const address = '~/app/lion/work/lion%3Apayer%3Af';
  const listed = work({ outcomeUnknown: { rows: [row] } });
  expect(waitingOf('lion', 't', waits, listed)).toEqual([{ what: 'decision', address, row }]);
  // The list is not read yet, or is longer than what of it is told.
  expect(waitingOf('lion', 't', waits, undefined)).toEqual([{ what: 'decision', address }]);
});

test('what waits is told from Work while the story is a second behind', () => {
  expect(waitingOf('lion', 't', side({}), work({ toDecide: { rows: [row] } }))).toHaveLength(1);
});

test('a row of the other side, or of another transfer, is not its own', () => {
  const rows = [
    { ...row, side: 'payee' },
    { ...row, transferId: 'other' },
  ];
  expect(waitingOf('lion', 't', side({}), work({ toDecide: { rows } }))).toEqual([]);
});

test('what stands still is opened by its cause, where that is told', () => {
  const incidents = [
    { incidentKey: '7', process: 'p', element: 'e', errorType: 'x', raisedAt: '' },
    { incidentKey: '6', process: 'p', element: 'e', errorType: 'x', raisedAt: '', endedAt: '' },
  ];
  const stands = side({ standsStill: true, incidents });
  const cause = (incidentKey: string) => ({
    ...{ group: 'a cause', owners: ['juma'] },
    sample: [{ incidentKey, transactionId: null }],
  });
  const by = (incidentKey: string) =>
    waitingOf('lion', 't', stands, work({ incidents: { rows: [cause(incidentKey)] } }));
  expect(by('7')).toEqual([
    { what: 'incident', address: '~/app/lion/work/incidents/a%20cause', takenBy: ['juma'] },
  ]);
  expect(by('6')).toEqual([{ what: 'incident', address: '~/app/lion/work', takenBy: [] }]);
});
