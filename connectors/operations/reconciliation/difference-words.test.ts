import { differenceKindNames, type Difference } from '../../common/contracts/reconciliations';
import { difference } from './difference';
import { differenceIn } from './difference-words';

const of = (kind: Difference['kind'], said: Partial<Difference> = {}) =>
  difference({ tenant: 'lion', date: '2026-11-28' }, kind, {
    ...{ side: 'payer', transferId: 't-1', transactionId: null, currency: 'TZS' },
    ...{ hub: 'paid 100 TZS', ams: 'nothing stands', switch: 'COMMITTED 100 TZS' },
    ...said,
  });

test.each(differenceKindNames)('%s is told in Swahili, and in English as it was kept', (kind) => {
  const kept = { ...of(kind), what: 'as an older build has put it' };
  expect(differenceIn(kept, 'en')).toBe(kept);
  const { what, whatToDo, ...rest } = differenceIn(kept, 'sw');
  expect([what, whatToDo].join(' ')).not.toMatch(/\b(the|is|older|Fineract with)\b/);
  const { hub, ams, switch: ofSwitch, ...fixed } = rest;
  expect(kept).toMatchObject(fixed);
  expect([hub, ams, ofSwitch]).toEqual([
    'yamelipwa 100 TZS',
    'hakuna kilichosimama',
    'COMMITTED 100 TZS',
  ]);
});

test.each([
  ['debit 100 TZS (row 12); hold 5 TZS (row 13)', 'kutoa 100 TZS (safu 12); zuio 5 TZS (safu 13)'],
  ['credit 7.5 TZS (row 4)', 'kuweka 7.5 TZS (safu 4)'],
  ['by the transfers -5 TZS', 'kwa uhamisho wa siku -5 TZS'],
  ['from 10 to 20 TZS: by 10', 'kutoka 10 hadi 20 TZS: kwa 10'],
  ['broken-off', 'yamekatizwa'],
  ['unknown', 'haijulikani'],
])('“%s” is said as “%s”', (english, swahili) => {
  expect(differenceIn(of('hold-left', { ams: english }), 'sw').ams).toBe(swahili);
});
