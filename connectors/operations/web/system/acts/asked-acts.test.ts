import { askedActs, filtersIn, personalIn } from './asked-acts';

const asked = (written: string) => askedActs(filtersIn(new URLSearchParams(written)));

test('acts are asked for by the names of the API, the last day in them', () => {
  expect(
    asked('person=amina&operation=decide&isAllowed=false&from=2026-11-28&until=2026-11-28'),
  ).toEqual({
    ...{ person: 'amina', operation: 'decide', isAllowed: 'false' },
    ...{ from: '2026-11-28T00:00:00.000Z', before: '2026-11-29T00:00:00.000Z' },
  });
});

test('what the API would refuse is no filter', () => {
  expect(asked('person=&operation=a.b&isAllowed=perhaps&from=2026-02-31&until=2026-13-01')).toEqual(
    {},
  );
});

test('what may name a customer is no filter, from whatever address it comes', () => {
  expect(asked('person=255712345678&about=amina%40example.org')).toEqual({});
  expect(asked('about=%2B255+712+345+678')).toEqual({});
  expect(personalIn({ person: '0712 345 678', about: '0712-345-678' })).toEqual([
    'person',
    'about',
  ]);
});

test('ids of programs are asked for, and who signs in by mail', () => {
  const about = 'lion.missing.hub.1cff7271-73a0-5470-936e-f6d801249120';
  expect(asked(`about=${about}&person=amina%40bank.example`)).toEqual({
    ...{ about, person: 'amina@bank.example' },
  });
});
