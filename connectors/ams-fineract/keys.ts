import { CannotWork } from '../common/failures';
import type { Action } from './decide';
import type { Transfer } from './fineract/client';

const letters: Record<Action, string> = {
  hold: 'P',
  debit: 'C',
  release: 'R',
  // Not C: two DFSPs of one Fineract tenant share its keys, and the payer's CREATE would answer for ours.
  credit: 'D',
};

/** More would mean that Fineract fails every time: an operator's matter. */
export const keysMax = 40;
/** Fineract takes keys of 50 characters: `<transferCode>:D40`. A hold's are of our own UUIDs: 50 at most. */
const transferCodeLengthMax = 46;

/** Operators find the payment in Fineract by its transferId. */
export function transferCodeOf(transferId: string, holdTag = ''): string {
  const lengthMax = transferCodeLengthMax - holdTag.length;
  if (transferId.length > lengthMax) {
    throw new CannotWork(`the transferId has more than ${lengthMax} characters`);
  }
  return transferId;
}

/**
 * What tells a process instance from every other that ever had the same transferCode: the part of its key
 * that counts instances within one of the engine's partitions. A payment's instances are all in one, which
 * its correlation key decides. At most 10 characters, of those that no database takes for another's.
 */
export function holdTagOf(processInstanceKey: string): string {
  return BigInt.asUintN(51, BigInt(processInstanceKey)).toString(36);
}

/** `keyNumber`: 1 to keysMax. */
export function idempotencyKeyOf(
  action: Action,
  { transferCode, holdTag = '' }: Pick<Transfer, 'transferCode' | 'holdTag'>,
  keyNumber: number,
): string {
  // Only holds: a code is booked once as a debit and once as a credit, and released once, whoever asks.
  const tag = action === 'hold' ? holdTag : '';
  return `${transferCode}:${tag}${letters[action]}${keyNumber}`;
}
