/** What money is counted with, against decimal.js: none of the code that it is made of. */
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { compareExact, multiply, quotient, readNumber, showExact } from './exact';
import { roundings } from './rounding';

/** Enough digits for every product of what is tried here. */
const Oracle = Decimal.clone({ precision: 200, toExpNeg: -300, toExpPos: 300 });
const oracleRounding = {
  HALF_UP: Decimal.ROUND_HALF_UP,
  HALF_EVEN: Decimal.ROUND_HALF_EVEN,
  DOWN: Decimal.ROUND_DOWN,
  UP: Decimal.ROUND_UP,
} as const;

const written = fc.oneof(
  fc.stringMatching(/^[+-]?[0-9]{1,22}(\.[0-9]{0,8})?$/),
  fc.stringMatching(/^-?[0-9]{0,3}\.[0-9]{1,4}[eE][+-]?[0-9]{1,2}$/),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30 }).map(String),
);

test('a number is read as it was written, with or without an exponent', () => {
  fc.assert(
    fc.property(written, (text) => {
      // -0 is 0 here.
      const shown = new Oracle(text).plus(0).toFixed().replace(/^-0$/, '0');
      expect(showExact(readNumber(text))).toBe(shown);
    }),
    { numRuns: 2_000 },
  );
});

test('products, quotients and comparisons are exact, and rounded once', () => {
  fc.assert(
    fc.property(
      ...[
        written,
        written,
        fc.constantFrom(1n, 3n, 100n),
        fc.nat(6),
        fc.constantFrom(...roundings),
      ],
      (left, right, divisor, decimals, rounding) => {
        const product = multiply(readNumber(left), readNumber(right));
        const expected = new Oracle(left).times(right);
        expect(showExact(product)).toBe(expected.plus(0).toFixed().replace(/^-0$/, '0'));
        // A third has no last digit: what decides is beyond the oracle's 200 only when it is no half.
        const rounded = expected.div(divisor.toString());
        expect(showExact(quotient(product, divisor, decimals, rounding))).toBe(
          rounded
            .toDecimalPlaces(decimals, oracleRounding[rounding])
            .plus(0)
            .toFixed()
            .replace(/^-0$/, '0'),
        );
        const order = new Oracle(left).comparedTo(right);
        expect(Math.sign(compareExact(readNumber(left), readNumber(right)))).toBe(order);
      },
    ),
    { numRuns: 2_000 },
  );
});

test.each([
  '',
  '.',
  '-',
  'e5',
  '1e',
  '1e1000',
  '0x1f',
  '1_000',
  '1,5',
  ' 1',
  '1 ',
  'NaN',
  'Infinity',
  '٣',
])('%j is no number', (text) => {
  expect(() => readNumber(text)).toThrow(RangeError);
});
