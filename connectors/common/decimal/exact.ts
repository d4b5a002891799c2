import { roundedQuotient, type Rounding } from './rounding';

/** An exact decimal number: coefficient / 10^decimals, without trailing zeros, so that equal numbers look equal. */
export interface Exact {
  readonly coefficient: bigint;
  /** At least 0. */
  readonly decimals: number;
}

/** Reads `-12.50`; with `%` a hundredth of it. Throws a RangeError for anything else. */
export function parseExact(text: string): Exact {
  const match = /^(-?)(\d+)(?:\.(\d+))?(%?)$/.exec(text);
  if (match === null) throw new RangeError(`${text} is not a decimal number`);
  const [, sign = '', whole = '', fraction = '', percent = ''] = match;
  const decimals = fraction.length + (percent === '' ? 0 : 2);
  return exact(BigInt(`${sign}${whole}${fraction}`), decimals);
}

/** Reads what Fineract, a spreadsheet or a person wrote: `100.50`, `.5`, 1e-7. Throws a RangeError for anything else. */
export function readNumber(value: string | number): Exact {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d{1,3}))?$/i.exec(String(value));
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match ?? [];
  if (match === null || whole + fraction === '') throw new RangeError(`${value} is not a number`);
  const digits = BigInt(whole + fraction);
  const decimals = fraction.length - Number(exponent);
  const coefficient = sign === '-' ? -digits : digits;
  return decimals >= 0
    ? exact(coefficient, decimals)
    : exact(coefficient * 10n ** BigInt(-decimals), 0);
}

/** `value / divisor`, which is not negative, rounded once. */
export function quotient(
  value: Exact,
  divisor: bigint,
  decimals: number,
  rounding: Rounding,
): Exact {
  const dividend = value.coefficient * 10n ** BigInt(decimals);
  const whole = divisor * 10n ** BigInt(value.decimals);
  return exact(roundedQuotient(dividend, whole, rounding), decimals);
}

export function multiply(left: Exact, right: Exact): Exact {
  return exact(left.coefficient * right.coefficient, left.decimals + right.decimals);
}

export function add(left: Exact, right: Exact): Exact {
  const decimals = Math.max(left.decimals, right.decimals);
  return exact(scaled(left, decimals) + scaled(right, decimals), decimals);
}

export function negate(value: Exact): Exact {
  return { coefficient: -value.coefficient, decimals: value.decimals };
}

/** Negative, zero or positive, as for Array.sort. */
export function compareExact(left: Exact, right: Exact): number {
  const decimals = Math.max(left.decimals, right.decimals);
  const difference = scaled(left, decimals) - scaled(right, decimals);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** As parseExact reads it. */
export function showExact({ coefficient, decimals }: Exact): string {
  const sign = coefficient < 0n ? '-' : '';
  const digits = (coefficient < 0n ? -coefficient : coefficient).toString();
  if (decimals === 0) return `${sign}${digits}`;
  const padded = digits.padStart(decimals + 1, '0');
  return `${sign}${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
}

export const one: Exact = { coefficient: 1n, decimals: 0 };

function scaled(value: Exact, decimals: number): bigint {
  return value.coefficient * 10n ** BigInt(decimals - value.decimals);
}

/** `coefficient / 10^decimals` */
export function exact(coefficient: bigint, decimals: number): Exact {
  let [digits, places] = [coefficient, decimals];
  while (places > 0 && digits % 10n === 0n) {
    digits /= 10n;
    places -= 1;
  }
  return { coefficient: digits, decimals: places };
}
