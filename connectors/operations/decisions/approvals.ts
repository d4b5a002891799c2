import { isMeant } from './asked-matter';
import type { KnownDecision } from './known-decisions';
import type { OperatorTopics } from '../following/operator-topics';
import { statusOf } from './status';

/** What waits for a second person, the oldest first: of what has ceased to wait nothing is left to approve. */
export function waitsForApproval(
  { decisions, matters }: Pick<OperatorTopics, 'decisions' | 'matters'>,
  tenant: string,
): KnownDecision[] {
  const waiting = matters.ofTenant(tenant).filter(({ state }) => state === 'waiting');
  return decisions
    .ofTenant(tenant)
    .filter((one) => statusOf(one) === 'needs-approval')
    .filter(({ decision }) => waiting.some((matter) => isMeant(matter, decision)))
    .reverse();
}
