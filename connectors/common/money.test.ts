import { codes } from 'currency-codes';
import fc from 'fast-check';
import {
  add,
  amountPattern,
  compare,
  currencyDecimals,
  fromMinorUnits,
  hasTooManyDecimals,
  isZero,
  parseAmount,
  subtract,
  toMinorUnits,
} from './money';

const currencies = ['JPY', 'TZS', 'KWD', 'TND'] as const;
const money = fc
  .record({ minorUnits: fc.bigInt(0n, 10n ** 17n), currency: fc.constantFrom(...currencies) })
  .map(({ minorUnits, currency }) => fromMinorUnits(minorUnits, currency));

test('decimals are those of ISO 4217', () => {
  expect(currencies.map(currencyDecimals)).toEqual([0, 2, 3, 3]);
  expect(currencyDecimals('XQX')).toBeUndefined();
});

/** All that FSPIOP can carry: 18 digits before the point, whatever comes after it. */
const anyMoney = fc.constantFrom(...codes()).chain((currency) =>
  fc.record({
    currency: fc.constant(currency),
    minorUnits: fc.bigInt(0n, 10n ** BigInt(18 + (currencyDecimals(currency) ?? 0)) - 1n),
  }),
);

test('in every currency of the world all 18 digits stand minor units and back to the last one', () => {
  fc.assert(
    fc.property(anyMoney, ({ currency, minorUnits }) => {
      const amount = fromMinorUnits(minorUnits, currency);
      expect(amount.amount).toMatch(amountPattern);
      expect(hasTooManyDecimals(amount)).toBe(false);
      expect(toMinorUnits(amount)).toBe(minorUnits);
      expect(parseAmount(amount.amount, currency)).toEqual(amount);
    }),
  );
});

test('one more than 18 digits is no amount any more', () => {
  for (const currency of currencies) {
    const tooMuch = 10n ** BigInt(18 + (currencyDecimals(currency) ?? 0));
    expect(() => fromMinorUnits(tooMuch, currency)).toThrow(RangeError);
    expect(fromMinorUnits(tooMuch - 1n, currency).amount).toMatch(/^9{18}(\.9+)?$/);
  }
});

test('an amount has at most 18 digits, 4 decimals, and no zero that says nothing', () => {
  const text = fc.oneof(
    fc.stringMatching(/^[0-9]{1,20}(\.[0-9]{0,6})?$/),
    fc.string({ unit: fc.constantFrom(...Array.from('0123456789.-+eE ٣０')), maxLength: 24 }),
  );
  fc.assert(
    fc.property(text, (amount) => {
      const [whole = '', decimals, ...more] = amount.split('.');
      const isAmount =
        more.length === 0 &&
        Array.from(whole + (decimals ?? '')).every((digit) => '0123456789'.includes(digit)) &&
        whole.length >= 1 &&
        whole.length <= 18 &&
        (whole === '0' || !whole.startsWith('0')) &&
        (decimals === undefined ||
          (decimals.length >= 1 && decimals.length <= 4 && !decimals.endsWith('0')));
      expect(amountPattern.test(amount)).toBe(isAmount);
    }),
    { numRuns: 2_000 },
  );
});

test('what Fineract writes with 6 decimals is rounded half-even, to the cent as whole numbers do it', () => {
  fc.assert(
    fc.property(
      fc.bigInt(0n, 10n ** 23n),
      fc.constantFrom(...currencies),
      (millionths, currency) => {
        const digits = millionths.toString().padStart(7, '0');
        const written = `${digits.slice(0, -6)}.${digits.slice(-6)}`;
        const unit = 10n ** BigInt(6 - (currencyDecimals(currency) ?? 0));
        const [below, rest] = [millionths / unit, (millionths % unit) * 2n];
        const isUp = rest > unit || (rest === unit && below % 2n === 1n);
        const rounded = parseAmount(written, currency);
        expect(rounded.amount).toMatch(amountPattern);
        expect(toMinorUnits(rounded)).toBe(below + (isUp ? 1n : 0n));
      },
    ),
    { numRuns: 1_000 },
  );
});

test('minor units and amounts turn into each other without loss, and amounts are as FSPIOP writes them', () => {
  fc.assert(
    fc.property(
      fc.bigInt(0n, 10n ** 17n),
      fc.constantFrom(...currencies),
      (minorUnits, currency) => {
        const amount = fromMinorUnits(minorUnits, currency);
        expect(amount.amount).toMatch(amountPattern);
        expect(toMinorUnits(amount)).toBe(minorUnits);
      },
    ),
  );
});

test('adding then subtracting gives what was there, and agrees with whole numbers', () => {
  fc.assert(
    fc.property(money, fc.bigInt(0n, 10n ** 17n), (left, minorUnits) => {
      const right = fromMinorUnits(minorUnits, left.currency);
      const sum = add(left, right);
      expect(toMinorUnits(sum)).toBe(toMinorUnits(left) + minorUnits);
      expect(subtract(sum, right)).toEqual(left);
      expect(Math.sign(compare(sum, left))).toBe(minorUnits === 0n ? 0 : 1);
    }),
  );
});

test.each([
  ['100.50', 'TZS', '100.5'],
  ['100.555', 'TZS', '100.56'],
  ['1.005', 'TZS', '1'],
  ['1.015', 'TZS', '1.02'],
  [4.99995, 'TZS', '5'],
  ['0.00', 'TZS', '0'],
  ['1.5', 'JPY', '2'],
  ['2.5', 'JPY', '2'],
  ['999999999999999999', 'JPY', '999999999999999999'],
])('%s %s is read as %s, rounded half-even to the currency', (value, currency, amount) => {
  expect(parseAmount(value, currency)).toEqual({ amount, currency });
});

test('more decimals than the currency has are noticed', () => {
  expect(hasTooManyDecimals({ amount: '1.123', currency: 'TZS' })).toBe(true);
  expect(hasTooManyDecimals({ amount: '1.12', currency: 'TZS' })).toBe(false);
  expect(hasTooManyDecimals({ amount: '1', currency: 'XQX' })).toBe(true);
});

test('what would be wrong money is refused, not guessed', () => {
  const one = { amount: '1', currency: 'TZS' };
  expect(() => subtract(one, { amount: '1.01', currency: 'TZS' })).toThrow(RangeError);
  expect(() => add(one, { amount: '1', currency: 'KES' })).toThrow('TZS and KES');
  expect(() => toMinorUnits({ amount: '1.001', currency: 'TZS' })).toThrow('more than 2 decimals');
  expect(() => add({ amount: '999999999999999999', currency: 'TZS' }, one)).toThrow(RangeError);
  expect(() => parseAmount('1', 'XQX')).toThrow('ISO 4217');
  expect(isZero({ amount: '0', currency: 'TZS' })).toBe(true);
});
