import { endOf, steadyRows } from './steady-rows';

interface Row {
  readonly id: string;
  readonly state: string;
}
const row = (id: string, state = 'old'): Row => ({ id, state });
const remembered = new Map([row('a'), row('b')].map((one) => [one.id, one]));
const steady = (latest: readonly Row[], keys = ['a', 'b']) =>
  steadyRows(keys, remembered, latest, ({ id }) => id);

test('rows keep their places, each as it is now', () => {
  expect(steady([row('b', 'new'), row('a')])).toEqual({
    shown: [
      { row: row('a'), isGone: false },
      { row: row('b', 'new'), isGone: false },
    ],
    newCount: 0,
  });
});

test('what is gone stays where it was, as it was last', () => {
  expect(steady([row('b')]).shown).toEqual([
    { row: row('a'), isGone: true },
    { row: row('b'), isGone: false },
  ]);
});

test('what is new moves nothing: it is only counted', () => {
  const { shown, newCount } = steady([row('c'), row('a'), row('b')]);
  expect(shown.map((one) => one.row.id)).toEqual(['a', 'b']);
  expect(newCount).toBe(1);
});

test('what nobody remembers is not shown', () => {
  expect(steady([], ['a', 'never seen']).shown).toEqual([{ row: row('a'), isGone: true }]);
});

test('only what stands behind all that is shown can be shown without moving anything', () => {
  const end = (...ids: readonly string[]) =>
    endOf(
      ['a', 'b'],
      ids.map((id) => row(id)),
      ({ id }) => id,
    ).map(({ id }) => id);
  expect(end('0', 'a', 'x', 'b', 'c', 'd')).toEqual(['c', 'd']);
  expect(end('0', 'a', 'x')).toEqual(['x']);
  expect(end('a', 'b')).toEqual([]);
});
