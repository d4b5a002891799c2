/** The engine's arithmetic against decimal.js: none of the code that it is made of. */
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { runs, timeoutMs } from '../../../test/kit/fee-rules/runs';
import { parseExact } from './exact';
import {
  compareDecimals,
  decimalOf,
  formatUnits,
  multiplyRounded,
  readDecimal,
} from './fast-decimal';
import { roundings, type Rounding } from './rounding';

jest.setTimeout(timeoutMs);

/** Enough digits for every product of what is tried here. */
const Exact = Decimal.clone({ precision: 200, toExpNeg: -300, toExpPos: 300 });
const modes: Readonly<Record<Rounding, Decimal.Rounding>> = {
  HALF_UP: Decimal.ROUND_HALF_UP,
  HALF_EVEN: Decimal.ROUND_HALF_EVEN,
  DOWN: Decimal.ROUND_DOWN,
  UP: Decimal.ROUND_UP,
};

/** With those that carry or are a half more often. */
const digitTexts = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '5', '9'] as const;
const digits = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...digitTexts), minLength, maxLength });
/** Up to FSPIOP's 18 digits before and 4 after the point, and as many more. */
const amounts = fc
  .tuple(
    fc.oneof(digits(1, 6), digits(14, 18), digits(1, 24)),
    fc.oneof(fc.constant(''), digits(1, 4), digits(1, 10)),
  )
  .map(([whole, part]) => (part === '' ? whole : `${whole}.${part}`));
const signed = fc.tuple(fc.constantFrom('', '-'), amounts).map((parts) => parts.join(''));
const factors = fc.oneof(
  fc.constantFrom('0.6%', '-0.6%', '12.5%', '50%', '0.5', '-1', '33.333333%', '0'),
  fc
    .tuple(fc.constantFrom('', '-'), digits(1, 3), digits(1, 4), fc.constantFrom('', '%'))
    .map(([sign, whole, part, percent]) => `${sign}${whole}.${part}${percent}`),
);

const valueOf = (text: string) =>
  text.endsWith('%') ? new Exact(text.slice(0, -1)).div(100) : new Exact(text);

function read(text: string) {
  const decimal = readDecimal(text);
  if (decimal === undefined) throw new Error(`${text} was not read`);
  return decimal;
}

test('a share of an amount is what decimal.js makes of it, rounded the same way', () => {
  const decimalsOfCurrencies = fc.constantFrom(0, 2, 3, 4);
  const { numRuns } = runs(2_000);
  let large = 0;
  let halves = 0;
  fc.assert(
    fc.property(
      signed,
      factors,
      decimalsOfCurrencies,
      fc.constantFrom(...roundings),
      (amount, factor, decimals, rounding) => {
        const product = valueOf(amount).times(valueOf(factor));
        const rounded = product.toDecimalPlaces(decimals, modes[rounding]);
        const exact = decimalOf(parseExact(factor));
        const units = multiplyRounded(read(amount), exact, decimals, rounding);
        expect(new Exact(String(units)).eq(rounded.times(new Exact(10).pow(decimals)))).toBe(true);
        expect(formatUnits(units, decimals)).toBe(rounded.abs().toFixed());
        const opposite = multiplyRounded(
          read(amount),
          decimalOf(parseExact(negated(factor))),
          decimals,
          rounding,
        );
        expect(BigInt(units) + BigInt(opposite)).toBe(0n);
        if (typeof units === 'bigint') large += 1;
        if (
          product
            .minus(product.toDecimalPlaces(decimals, Decimal.ROUND_DOWN))
            .abs()
            .times(new Exact(10).pow(decimals))
            .eq(0.5)
        )
          halves += 1;
      },
    ),
    { numRuns },
  );
  // Otherwise bigints and halves were not tried.
  expect(large).toBeGreaterThan(numRuns / 100);
  expect(halves).toBeGreaterThan(numRuns / 100);
});

const negated = (text: string) => (text.startsWith('-') ? text.slice(1) : `-${text}`);

test('two amounts stand in the order that decimal.js sees', () => {
  const pairs = fc.oneof(
    fc.tuple(signed, signed),
    // Equal but for what stands behind them.
    fc.tuple(signed, digits(1, 3)).map(([text, end]) => {
      return [text, text.includes('.') ? text + end : `${text}.${end}`] as const;
    }),
  );
  fc.assert(
    fc.property(pairs, ([left, right]) => {
      const order = compareDecimals(read(left), read(right));
      expect(Math.sign(order)).toBe(new Exact(left).comparedTo(right));
    }),
    runs(2_000),
  );
});

test.each([
  '',
  '-',
  '.',
  '.5',
  '1.',
  '1.2.3',
  '1e3',
  '+1',
  ' 1',
  '1 ',
  '0x1',
  '１',
  '1'.repeat(41),
])('%j is no decimal', (text) => {
  expect(readDecimal(text)).toBeUndefined();
});

test.each(Array.from({ length: 15 }, (_, index) => index + 1))(
  'the largest number that lacks one unit of a whole one with %i decimals is not taken for that',
  (decimals) => {
    const unit = 10n ** BigInt(decimals);
    const whole = BigInt(Number.MAX_SAFE_INTEGER) / unit;
    const almost = { digits: Number(whole * unit - 1n), decimals };
    const one = decimalOf(parseExact('1'));
    expect(multiplyRounded(almost, one, 0, 'DOWN')).toBe(Number(whole - 1n));
    expect(multiplyRounded(almost, one, 0, 'UP')).toBe(Number(whole));
  },
);

test('forty digits are read, as the interpreter reads them', () => {
  expect(readDecimal('1'.repeat(40))).toEqual({ digits: BigInt('1'.repeat(40)), decimals: 0 });
});

test.each([
  ['HALF_UP', '0.5', '1'],
  ['HALF_UP', '2.5', '3'],
  ['HALF_UP', '2.49', '2'],
  ['HALF_EVEN', '0.5', '0'],
  ['HALF_EVEN', '1.5', '2'],
  ['HALF_EVEN', '2.5', '2'],
  ['HALF_EVEN', '2.51', '3'],
  ['DOWN', '2.99', '2'],
  ['UP', '2.01', '3'],
  ['UP', '2', '2'],
  ['HALF_UP', '90071992547409935.5', '90071992547409936'],
  ['HALF_EVEN', '90071992547409934.5', '90071992547409934'],
  ['DOWN', '90071992547409935.9', '90071992547409935'],
  ['UP', '90071992547409935.1', '90071992547409936'],
] as const)('%s: %s is %s, and so with a minus sign', (rounding, text, whole) => {
  const one = decimalOf(parseExact('1'));
  expect(String(multiplyRounded(read(text), one, 0, rounding))).toBe(whole);
  const minus = String(multiplyRounded(read(`-${text}`), one, 0, rounding));
  expect(minus.replace('-', '')).toBe(whole);
});
