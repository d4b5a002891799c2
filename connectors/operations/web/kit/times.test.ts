import fc from 'fast-check';
import { dayOf, readLocal, writeLocal } from './times';

const minutes = fc
  .date({ min: new Date('1971-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => new Date(Math.floor(date.getTime() / 60_000) * 60_000).toISOString());

test('an instant comes back from the input in which it stood, in UTC', () => {
  fc.assert(
    fc.property(minutes, (at) => {
      expect(readLocal(writeLocal(at, 'utc'), 'utc')).toBe(at);
    }),
  );
});

test('an instant is told by the clock of its own place', () => {
  const at = new Date(2026, 10, 28, 23, 5).toISOString();
  expect(writeLocal(at, 'own')).toBe('2026-11-28T23:05');
  expect(readLocal('2026-11-28T23:05', 'own')).toBe(at);
});

test.each(['', '2026-11', 'tomorrow', '20260-11-28T00:00', '2027-13-01T00:00'])(
  '"%s" is no instant',
  (text) => {
    expect(readLocal(text, 'utc')).toBeUndefined();
  },
);

test('a day begins at midnight of UTC', () => {
  expect(dayOf('2028-02-29')).toBe(Date.UTC(2028, 1, 29));
});

test.each(['', '2026-02-31', '2026-02-29', '2026-13-01', '2026-11', 'today'])(
  '"%s" is no day',
  (text) => {
    expect(dayOf(text)).toBeUndefined();
  },
);
