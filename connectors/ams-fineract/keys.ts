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

/** Of one job. More would mean that Fineract fails every time: another job tries again later. */
export const keysMax = 40;
/** Fineract takes keys of 50 characters: `<transferCode>:<tag of 10>D40`. FSPIOP's ids have 36 at most. */
const transferCodeLengthMax = 36;

/** Operators find the payment in Fineract by its transferId. */
export function transferCodeOf(transferId: string): string {
  if (transferId.length > transferCodeLengthMax) {
    throw new CannotWork(`the transferId has more than ${transferCodeLengthMax} characters`);
  }
  return transferId;
}

/**
 * What tells a process instance from every other that ever had the same transferCode: the part of its key
 * that counts instances within one of the engine's partitions. A payment's instances are all in one, which
 * its correlation key decides. At most 10 characters, of those that no database takes for another's.
 */
export function holdTagOf(processInstanceKey: string): string {
  return tagOf(processInstanceKey);
}

/** At most 10 characters. */
function tagOf(engineKey: string): string {
  return BigInt.asUintN(51, BigInt(engineKey)).toString(36);
}

/**
 * A hold's keys are the process instance's: they must prove which payment has made it. All others are the job's: a
 * code is booked once as a debit and once as a credit, and released once, whoever asks. A process that tries
 * again has another job, for refusals use up keys: those of one job would not last for days.
 * @param keyNumber 1 to keysMax
 */
export function idempotencyKeyOf(
  action: Action,
  { transferCode, holdTag = '' }: Pick<Transfer, 'transferCode' | 'holdTag'>,
  jobKey: string,
  keyNumber: number,
): string {
  const tag = action === 'hold' ? holdTag : tagOf(jobKey);
  return `${transferCode}:${tag}${letters[action]}${keyNumber}`;
}
