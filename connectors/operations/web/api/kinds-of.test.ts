import { kindsOf } from './kinds-of';

const known = ['work', 'calls'] as const;

test('kinds that the page knows are read anew, others are passed over', () => {
  expect(kindsOf('{"kinds":["calls","weather"]}', known)).toEqual(['calls']);
});

test.each(['', 'no JSON', '{}', '{"kinds":"work"}', 'null'])('%j names none', (data) => {
  expect(kindsOf(data, known)).toEqual([]);
});
