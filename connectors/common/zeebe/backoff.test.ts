import fc from 'fast-check';
import { backoffMs } from './backoff';

const limits = { baseMs: 100, maxMs: 5_000 };
const fractions = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('the pause doubles until it reaches its limit', () => {
  const fullest = [1, 2, 3, 6, 7, 100].map((attempt) => backoffMs(attempt, limits, 0.9999));
  expect(fullest).toEqual([100, 200, 400, 3_200, 5_000, 5_000]);
});

test('the pause is between half and all of its full length, whatever the attempt', () => {
  fc.assert(
    fc.property(fc.integer({ min: -5, max: 5_000 }), fractions, (attempt, fraction) => {
      const full = backoffMs(attempt, limits, 1);
      const pause = backoffMs(attempt, limits, fraction);
      expect(pause).toBeGreaterThanOrEqual(Math.floor(full / 2));
      expect(pause).toBeLessThanOrEqual(full);
    }),
  );
});

test('those who failed together come back at different times', () => {
  const pauses = [0, 0.25, 0.5, 0.75].map((fraction) => backoffMs(5, limits, fraction));
  expect(new Set(pauses).size).toBe(4);
});
