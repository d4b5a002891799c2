import { CannotWork } from '../common/failures';
import type { Action } from './decide';

const letters: Record<Action, string> = {
  hold: 'P',
  debit: 'C',
  release: 'R',
  // Not C: two DFSPs of one Fineract tenant share its keys, and the payer's CREATE would answer for ours.
  credit: 'D',
};

/** More would mean that Fineract fails every time: an operator's matter. */
export const keysMax = 40;
/** Fineract takes keys of 50 characters: `<transferCode>:P40`. */
const transferCodeLengthMax = 46;

/** Operators find the payment in Fineract by its transferId. */
export function transferCodeOf(transferId: string): string {
  if (transferId.length > transferCodeLengthMax) {
    throw new CannotWork(`the transferId has more than ${transferCodeLengthMax} characters`);
  }
  return transferId;
}

/** `keyNumber`: 1 to keysMax. */
export function idempotencyKeyOf(action: Action, transferCode: string, keyNumber: number): string {
  return `${transferCode}:${letters[action]}${keyNumber}`;
}
