/**
 * Decimals of a transaction, as evaluation needs them: exact whatever their size, and quick in the usual
 * case. Integers below 2^53 are exact in a double, so those are calculated as numbers, all others as bigint.
 */
import type { Exact } from './exact';
import { isRoundedUp, roundedQuotient, type Rounding } from './rounding';

/** digits / 10^decimals */
export interface Decimal {
  /** A safe integer, or a bigint where that does not suffice. */
  readonly digits: number | bigint;
  readonly decimals: number;
}

/** Enough for 18 digits before and 4 after the point, and for whoever writes more. */
const textLengthMax = 40;
/** So many digits are always a safe integer. */
const safeDigits = 15;
const powersOfTen = Array.from({ length: safeDigits + 1 }, (_, places) => 10 ** places);

/** Reads `100.12` or `-3`; undefined for everything else: a decimal is never guessed at. */
export function readDecimal(text: string): Decimal | undefined {
  const { length } = text;
  const start = text.charCodeAt(0) === minus ? 1 : 0;
  if (length === start || length > textLengthMax) return undefined;
  let digits = 0;
  let point = -1;
  for (let index = start; index < length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= zero && code <= nine) digits = digits * 10 + (code - zero);
    else if (code === dot && point < 0 && index > start) point = index;
    else return undefined;
  }
  if (point === length - 1) return undefined;
  const decimals = point < 0 ? 0 : length - point - 1;
  const isShort = length - start - (point < 0 ? 0 : 1) <= safeDigits;
  if (!isShort) {
    return { digits: BigInt(point < 0 ? text : text.replace('.', '')), decimals };
  }
  return { digits: start === 1 ? -digits : digits, decimals };
}

const minus = 45;
const dot = 46;
const zero = 48;
const nine = 57;

export function decimalOf({ coefficient, decimals }: Exact): Decimal {
  return { digits: narrowed(coefficient), decimals };
}

/** Negative, zero or positive, as for Array.sort. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  if (left.decimals === right.decimals) return sign(left.digits, right.digits);
  const decimals = Math.max(left.decimals, right.decimals);
  return sign(
    scaledUp(left.digits, decimals - left.decimals),
    scaledUp(right.digits, decimals - right.decimals),
  );
}

/**
 * `left * right` in units of 10^-decimals, its absolute value rounded once: a result and its negative
 * cancel to exactly 0.
 */
export function multiplyRounded(
  left: Decimal,
  right: Decimal,
  decimals: number,
  rounding: Rounding,
): number | bigint {
  const product = multiply(left.digits, right.digits);
  const surplus = left.decimals + right.decimals - decimals;
  if (surplus <= 0) return scaledUp(product, -surplus);
  return typeof product === 'number' && surplus <= safeDigits
    ? roundedNumber(product, surplus, rounding)
    : narrowed(roundedQuotient(BigInt(product), 10n ** BigInt(surplus), rounding));
}

/** `units` / 10^decimals without a sign and without trailing zeros: an FSPIOP Amount if it is short enough. */
export function formatUnits(units: number | bigint, decimals: number): string {
  const text = units.toString();
  const digits = text.startsWith('-') ? text.slice(1) : text;
  if (decimals === 0) return digits;
  const padded = digits.padStart(decimals + 1, '0');
  const point = padded.length - decimals;
  let end = padded.length;
  while (end > point && padded.charCodeAt(end - 1) === zero) end -= 1;
  return end === point
    ? padded.slice(0, point)
    : `${padded.slice(0, point)}.${padded.slice(point, end)}`;
}

function multiply(left: number | bigint, right: number | bigint): number | bigint {
  if (typeof left === 'number' && typeof right === 'number') {
    const product = left * right;
    if (Number.isSafeInteger(product)) return product;
  }
  return BigInt(left) * BigInt(right);
}

function scaledUp(digits: number | bigint, places: number): number | bigint {
  return places === 0 ? digits : multiply(digits, powerOfTen(places));
}

function powerOfTen(places: number): number | bigint {
  return powersOfTen[places] ?? 10n ** BigInt(places);
}

/** Exact: what lacks 1/unit of a whole number below 2^53 is never rounded up to it when it is divided. */
function roundedNumber(product: number, places: number, rounding: Rounding): number {
  const unit = powersOfTen[places] as number;
  const absolute = Math.abs(product);
  const whole = Math.floor(absolute / unit);
  const remainder = absolute - whole * unit;
  const rounded = isRoundedUp(remainder * 2 - unit, remainder > 0, whole % 2 === 1, rounding)
    ? whole + 1
    : whole;
  return product < 0 ? -rounded : rounded;
}

function sign(left: number | bigint, right: number | bigint): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function narrowed(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
