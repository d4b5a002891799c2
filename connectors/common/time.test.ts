import fc from 'fast-check';
import { durationMs, formatDateTime, parseDateTime } from './time';

const instant = Date.parse('2026-11-21T10:24:00.123Z');

test.each([
  '2026-11-21T10:24:00.123Z',
  '2026-11-21T10:24:00.123456789Z',
  '2026-11-21T10:24:00.123Z[GMT]',
  '2026-11-21T11:24:00.123+01:00[Europe/Berlin]',
  '2026-11-21T07:24:00.123-0300',
  '2026-11-21 10:24:00.123',
])('%s is read as the instant that it means', (text) => {
  expect(parseDateTime(text)).toBe(instant);
});

test('a date and time without fraction or seconds is whole', () => {
  expect(parseDateTime('2026-11-21T10:24:00Z')).toBe(instant - 123);
  expect(parseDateTime('2026-11-21T10:24Z')).toBe(instant - 123);
});

test.each(['', 'now', '2026-11-21', '2026-13-40T10:24:00Z', '10:24:00Z', '1795256640123'])(
  '%p is no date and time',
  (text) => {
    expect(parseDateTime(text)).toBeUndefined();
  },
);

test('every instant survives being written and read, with exactly three fractional digits', () => {
  const epochMs = fc.integer({ min: 0, max: Date.parse('9999-12-31T23:59:59.999Z') });
  fc.assert(
    fc.property(epochMs, (value) => {
      const text = formatDateTime(value);
      expect(text).toMatch(/T\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(parseDateTime(text)).toBe(value);
    }),
  );
});

test.each([
  ['PT30S', 30_000],
  ['PT1M30S', 90_000],
  ['PT2H', 7_200_000],
  ['P1D', 86_400_000],
])('%s lasts %d ms', (text, expected) => {
  expect(durationMs(text)).toBe(expected);
});

test.each(['', 'P', 'PT', '30', 'PT-1S', 'P1DT1H'])('%p is no duration', (text) => {
  expect(() => durationMs(text)).toThrow(RangeError);
});
