import type { CallHeadline, CallRecord } from '../../common/contracts/calls';
import { subjectIn, wayIn } from './headline-words';

const headline: CallHeadline = {
  ...{
    isCut: false,
    payments: 3,
    amountsKnown: 2,
    totals: [{ amount: '101.25', currency: 'TZS' }],
  },
  ...{ incidents: 1, unseen: 0, stuckForMs: 600_000 },
};
const call = { tenant: 'lion', number: 2, subject: 'as it was sent', headline } as CallRecord;

test('a call is told in English as it was sent, and in Swahili by what it is about', () => {
  expect(subjectIn(call, 'en')).toBe('as it was sent');
  expect(subjectIn(call, 'sw')).toBe(
    'lion: malipo 3 ya 101.25 TZS (na 1 ya kiasi kisichojulikana); mchakato 1 umekwama; imekwama kwa dakika 10 (wito 2)',
  );
});

test('one of an older build, which says only its text, stands as that', () => {
  expect(subjectIn({ ...call, headline: undefined }, 'sw')).toBe('as it was sent');
});

test('the ways that have taken it are told by whose they are', () => {
  expect(
    ['amina by e-mail', 'juma by webhook', 'webhook chat'].map((one) => wayIn(one, 'sw')),
  ).toEqual(['amina kwa barua pepe', 'juma kwa webhook', 'webhook chat']);
});
