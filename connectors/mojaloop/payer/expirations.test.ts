import fc from 'fast-check';
import { quoteExpirationOf, transferExpirationOf } from './expirations';

const timers = { quote: 'PT30S', payerDecision: 'PT2M', transferExpiry: 'PT20S' };

test.each([
  [false, 50_000],
  [true, 170_000],
])('with askPayer %s a quote is asked to hold for %d ms', (askPayer, holdsMs) => {
  expect(quoteExpirationOf({ askPayer }, timers, 1_000) - 1_000).toBe(holdsMs);
});

test('a transfer never outlives its quote, nor the time that its payer gives it', () => {
  const instant = fc.integer({ min: 0, max: 4_102_444_800_000 });
  fc.assert(
    fc.property(instant, instant, (wanted, quoteExpiration) => {
      const expiration = transferExpirationOf(wanted, quoteExpiration);
      expect(expiration).toBeLessThanOrEqual(wanted);
      expect(expiration).toBeLessThanOrEqual(quoteExpiration);
      expect([wanted, quoteExpiration]).toContain(expiration);
    }),
  );
});
