/** An exact decimal number: coefficient / 10^decimals, without trailing zeros, so that equal numbers look equal. */
export interface Exact {
  readonly coefficient: bigint;
  /** Not negative. */
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

function exact(coefficient: bigint, decimals: number): Exact {
  let [digits, places] = [coefficient, decimals];
  while (places > 0 && digits % 10n === 0n) {
    digits /= 10n;
    places -= 1;
  }
  return { coefficient: digits, decimals: places };
}
