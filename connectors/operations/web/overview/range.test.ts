import { bucketsOf, daysIn, rangeOf } from './range';

const nowMs = Date.parse('2026-11-30T10:20:30.000Z');
const rangeFrom = (query: string) => rangeOf(new URLSearchParams(query), nowMs);

test('without a word it is the last 24 hours, the one that has begun among them', () => {
  expect(rangeFrom('')).toEqual({
    ...{ name: '24h', bucket: 'hour' },
    ...{ from: '2026-11-29T11:00:00.000Z', to: '2026-11-30T11:00:00.000Z' },
  });
  expect(bucketsOf(rangeFrom(''))).toHaveLength(24);
});

test('days are those of UTC, today among them', () => {
  const range = rangeFrom('range=7d');
  expect(range).toMatchObject({ from: '2026-11-24T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' });
  expect(bucketsOf(range).map(({ name }) => name)).toEqual([
    ...['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28'],
    ...['2026-11-29', '2026-11-30'],
  ]);
});

test('days of one’s own are both in it, and come back as they were written', () => {
  const range = rangeFrom('from=2026-11-28&until=2026-11-28');
  expect(range).toEqual({
    ...{ name: 'own', bucket: 'hour' },
    ...{ from: '2026-11-28T00:00:00.000Z', to: '2026-11-29T00:00:00.000Z' },
  });
  expect(daysIn(range)).toEqual({ from: '2026-11-28', until: '2026-11-28' });
});

test('a long time is told by months, the first and the last as far as they are in it', () => {
  const buckets = bucketsOf(rangeFrom('from=2026-01-15&until=2026-11-28'));
  expect(buckets).toHaveLength(11);
  expect(buckets[0]).toEqual({
    name: '2026-01',
    ...{ from: '2026-01-15T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' },
  });
  expect(buckets.at(-1)).toMatchObject({ name: '2026-11', to: '2026-11-29T00:00:00.000Z' });
});

test.each([
  'from=2026-02-31&until=2026-03-01',
  'from=2026-11-28&until=2026-11-27',
  'from=0026-11-01&until=2026-11-27',
  'range=1y',
])('%s is no time: the last 24 hours are shown', (query) => {
  expect(rangeFrom(query).name).toBe('24h');
});
