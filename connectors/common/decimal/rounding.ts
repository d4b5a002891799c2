export const roundings = ['HALF_UP', 'HALF_EVEN', 'DOWN', 'UP'] as const;
export type Rounding = (typeof roundings)[number];

/** A quotient to a whole number, by its absolute value: a result and its negative cancel to exactly 0. */
export function roundedQuotient(dividend: bigint, divisor: bigint, rounding: Rounding): bigint {
  const absolute = dividend < 0n ? -dividend : dividend;
  const remainder = absolute % divisor;
  const whole = absolute / divisor;
  const half = remainder * 2n - divisor;
  const fromHalf = half < 0n ? -1 : half > 0n ? 1 : 0;
  const rounded = isRoundedUp(fromHalf, remainder > 0n, whole % 2n === 1n, rounding)
    ? whole + 1n
    : whole;
  return dividend < 0n ? -rounded : rounded;
}

/** `fromHalf`: negative below a half, zero at it. */
export function isRoundedUp(
  fromHalf: number,
  isInexact: boolean,
  isOdd: boolean,
  rounding: Rounding,
): boolean {
  switch (rounding) {
    case 'HALF_UP':
      return fromHalf >= 0;
    case 'HALF_EVEN':
      return fromHalf > 0 || (fromHalf === 0 && isOdd);
    case 'DOWN':
      return false;
    case 'UP':
      return isInexact;
  }
}
