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

const currencies = ['JPY', 'TZS', 'KWD'] as const;
const money = fc
  .record({ minorUnits: fc.bigInt(0n, 10n ** 17n), currency: fc.constantFrom(...currencies) })
  .map(({ minorUnits, currency }) => fromMinorUnits(minorUnits, currency));

test('decimals are those of ISO 4217', () => {
  expect(currencies.map(currencyDecimals)).toEqual([0, 2, 3]);
  expect(currencyDecimals('XQX')).toBeUndefined();
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
