import { randomInt } from 'node:crypto';

const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** An id as FSPIOP 2.0 has them. */
export function ulid(): string {
  return `01${Array.from({ length: 24 }, () => digits.charAt(randomInt(digits.length))).join('')}`;
}
