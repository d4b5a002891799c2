import type { HexDigits } from './machine/trace';

/** Hexadecimal digits from a seed (xorshift32): the same seed gives the same run. */
export function hexDigitsFrom(seed: number): HexDigits {
  let state = seed | 0 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0).toString(16).padStart(8, '0');
  };
  return (count) => {
    let digits = '';
    while (digits.length < count) digits += next();
    return digits.slice(0, count);
  };
}
