import { percentile, slopeOf, tableOf, tookFigure } from './figures';
import { inpOf } from './in-browser';

test('a percentile is one of the values, and the 99th of a few is the longest', () => {
  const values = [40, 10, 30, 20];
  expect([percentile(values, 0.5), percentile(values, 0.99)]).toEqual([30, 40]);
});

test('what half of them may take decides whether it is as wanted', () => {
  expect(tookFigure('Work', [100, 200, 900], 500)).toMatchObject({ isReached: true });
  expect(tookFigure('Work', [100, 600, 900], 500)).toMatchObject({ isReached: false });
});

test('a slope is that of the line, whatever it begins with', () => {
  expect(slopeOf([0, 1, 2, 3].map((x) => [x, 7 + 2 * x] as const))).toBeCloseTo(2);
  expect(slopeOf([[5, 1]])).toBe(0);
});

test('the INP is the worst of few, and of each fifty one is left out', () => {
  const tookMs = [24, 200, 32, 48];
  expect(inpOf({ count: 49, tookMs })).toBe(200);
  expect(inpOf({ count: 120, tookMs })).toBe(32);
  // The browser tells of none that took less.
  expect(inpOf({ count: 20, tookMs: [] })).toBe(16);
});

test('a table says what is wanted, what was seen, and whether that is as wanted', () => {
  const text = tableOf([
    { what: 'a view', wanted: '< 500 ms', seen: '700 ms', isReached: false },
    { what: 'beside it', wanted: '', seen: '3 rows' },
  ]);
  expect(text).toBe(
    [
      '             wanted    seen',
      '  a view     < 500 ms  700 ms  NO',
      '  beside it            3 rows',
    ].join('\n'),
  );
});
