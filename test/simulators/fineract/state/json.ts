import type { Decimal } from 'decimal.js';

const mark = '\u0001';
const markedNumber = new RegExp(`"\\\\u0001(-?[0-9.]+)"`, 'g');

/** A number in a body that keeps all its digits: JSON.stringify would go through a float. */
export function exact(amount: Decimal): { toJSON: () => string } {
  return { toJSON: () => mark + amount.toFixed() };
}

export function toJson(value: unknown): string {
  return JSON.stringify(value).replace(markedNumber, '$1');
}
