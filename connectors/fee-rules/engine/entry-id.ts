import { v5 as uuidV5 } from 'uuid';
import type { ExecutionPoint } from '../../common/contracts/fees';
import type { ChargedFee } from './evaluation';

/** Fixed for ever: to change it is to charge every fee again under another id. */
const namespace = '0f0f3f0a-54c8-5d63-8f2e-2b7d3f0f7a51';

/**
 * The id of a ledger entry, the same however often and by whichever version of the rules it is made: a
 * transfer that is seen again under newer rules is not charged again.
 */
export function entryIdOf(
  transactionId: string,
  point: ExecutionPoint,
  { ruleId, blockIndex }: Pick<ChargedFee, 'ruleId' | 'blockIndex'>,
): string {
  // As JSON, so that no two different lists of parts look the same.
  return uuidV5(JSON.stringify([transactionId, point, ruleId, blockIndex]), namespace);
}
