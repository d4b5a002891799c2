import fc from 'fast-check';
import { aheadOfThird, estimateOf, likelyMs, refined, surelyApartMs } from './estimate';

const started = Date.UTC(2026, 10, 28);
const skew = fc.integer({ min: -600_000, max: 600_000 });
/** Pauses before a request, on its way, and on the way of its answer. */
const step = fc.tuple(fc.nat(60_000), fc.nat(2_000), fc.nat(2_000));

/** What is known of a clock that is `aheadMs` ahead after these exchanges, with nothing but whole seconds said. */
function knownAfter(steps: readonly (readonly [number, number, number])[], aheadMs: number) {
  let now = started;
  let known: ReturnType<typeof refined> | undefined;
  for (const [pauseMs, thereMs, backMs] of steps) {
    const sentAt = now + pauseMs;
    const date = Math.floor((sentAt + thereMs + aheadMs) / 1_000) * 1_000;
    now = sentAt + thereMs + backMs;
    known = refined(known, estimateOf({ sentAt, answeredAt: now, date }));
  }
  if (known === undefined) throw new Error('there was no exchange');
  return known;
}

const steps = fc.array(step, { minLength: 1, maxLength: 20 });

test('the true difference of two clocks lies within the bounds, however slow the answers are', () => {
  fc.assert(
    fc.property(steps, skew, (some, aheadMs) => {
      const { leastMs, mostMs } = knownAfter(some, aheadMs);
      expect(leastMs).toBeLessThanOrEqual(aheadMs);
      expect(mostMs).toBeGreaterThanOrEqual(aheadMs);
    }),
  );
});

test('never says that clocks differ that do not, and corrects none that may be right', () => {
  fc.assert(
    fc.property(steps, (some) => {
      const known = knownAfter(some, 0);
      expect(surelyApartMs(known)).toBe(0);
      expect(likelyMs(known)).toBe(0);
    }),
  );
});

test('answers in the middle of other seconds narrow it down', () => {
  const every700Ms = Array.from({ length: 20 }, () => [700, 5, 5] as const);
  const { leastMs, mostMs } = knownAfter(every700Ms, 300);
  expect(mostMs - leastMs).toBeLessThan(250);
});

test('a clock that is set is believed anew at once', () => {
  const before = knownAfter([[0, 5, 5]], 0);
  const at = started + 10_000;
  const after = estimateOf({ sentAt: at, answeredAt: at + 10, date: at + 60_000 });
  expect(refined(before, after)).toEqual(after);
});

test('two clocks are held against one another by what each is ahead of ours', () => {
  const switchAhead = knownAfter([[0, 5, 5]], 2_000);
  const ahead = aheadOfThird(switchAhead, 62_000);
  expect(ahead.leastMs).toBeLessThanOrEqual(-60_000);
  expect(ahead.mostMs).toBeGreaterThanOrEqual(-60_000);
  expect(surelyApartMs(ahead)).toBeGreaterThan(58_000);
});
