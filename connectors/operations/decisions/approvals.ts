import type { Matter } from '../../common/contracts/back-office';
import { isMeant } from './asked-matter';
import type { KnownDecision } from './known-decisions';
import { statusOf } from './status';

/** What waits for a second person, the oldest first: of what has ceased to wait nothing is left to approve. */
export function waitsForApproval(
  decisions: readonly KnownDecision[],
  matters: readonly Matter[],
): KnownDecision[] {
  const waiting = matters.filter(({ state }) => state === 'waiting');
  return decisions
    .filter((one) => statusOf(one) === 'needs-approval')
    .filter(({ decision }) => waiting.some((matter) => isMeant(matter, decision)))
    .reverse();
}
