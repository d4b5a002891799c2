import { withBehind, withOwner } from './behind';

const row = (matterKey: string, since: string, told = 'now') => ({ matterKey, since, told });

test('the first are as they are now, and those behind them follow', () => {
  const first = [row('a', '1'), row('b', '1')];
  const behind = [row('a', '1', 'before'), row('b', '1', 'before'), row('c', '1'), row('d', '2')];
  expect(withBehind(first, behind)).toEqual([...first, row('c', '1'), row('d', '2')]);
});

test('what has gone from among the first is gone, and what they have pushed back is there', () => {
  const behind = [row('a', '1'), row('b', '2'), row('c', '3')];
  expect(withBehind([row('a', '1'), row('c', '3')], behind)).toEqual([
    ...[row('a', '1'), row('c', '3')],
  ]);
  expect(withBehind([row('0', '0'), row('a', '1')], behind).map((one) => one.matterKey)).toEqual([
    ...['0', 'a', 'b', 'c'],
  ]);
});

test('while nothing was read on, and where nothing waits, there are the first alone', () => {
  expect(withBehind([row('a', '1')], [])).toEqual([row('a', '1')]);
  expect(withBehind([], [row('a', '1')])).toEqual([]);
});

test('who takes a row behind the first is told at it, and the other pages stay as they are', () => {
  const pages = [
    { rows: [{ ...row('a', '1'), owner: null }] },
    {
      rows: [
        { ...row('b', '2'), owner: null },
        { ...row('cause:x', '2'), owners: ['neema'] },
      ],
    },
  ];
  const read = { pages, pageParams: [undefined, 'after'] };
  const taken = withOwner(read, 'b', { name: 'amina' });
  expect(taken.pages[1]?.rows[0]).toEqual({ ...row('b', '2'), owner: { name: 'amina' } });
  expect(taken.pages[0]).toBe(pages[0]);
  const free = withOwner(read, 'cause:x', null);
  expect(free.pages[1]?.rows[1]).toEqual({ ...row('cause:x', '2'), owners: [] });
});
