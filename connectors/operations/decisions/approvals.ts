import type { Matter } from '../../common/contracts/back-office';
import type { Place } from '../api/pages';
import type { KnownBatches } from '../incidents/known-batches';
import { isMeant } from './asked-matter';
import type { KnownDecision } from './known-decisions';
import { decisionView, statusOf, type Told } from './status';

/** What waits for a second person: of what has ceased to wait nothing is left to approve. */
export function waitsForApproval(
  decisions: readonly KnownDecision[],
  matters: readonly Matter[],
): KnownDecision[] {
  const waiting = matters.filter(({ state }) => state === 'waiting');
  return decisions
    .filter((one) => statusOf(one) === 'needs-approval')
    .filter(({ decision }) => waiting.some((matter) => isMeant(matter, decision)));
}

/** What is approved at once: one decision, or all that wait of a batch. */
interface ToApprove {
  /** The oldest of them. */
  readonly first: KnownDecision;
  readonly batchId: string | undefined;
  readonly count: number;
}

/**
 * A batch is one row: were each of its decisions one, a payment would stand behind hundreds of them.
 * @param waiting the newest first
 */
export function toApproveOf(
  waiting: readonly KnownDecision[],
  batches: Pick<KnownBatches, 'idOf'>,
): ToApprove[] {
  const rows = new Map<string, ToApprove>();
  for (const first of waiting) {
    const { decisionId } = first.decision;
    const batchId = batches.idOf(decisionId);
    const key = batchId ?? decisionId;
    rows.set(key, { first, batchId, count: (rows.get(key)?.count ?? 0) + 1 });
  }
  return [...rows.values()];
}

/** The oldest first. */
export function placeOfApproval({ first: { askedMs, decision } }: ToApprove): Place {
  return [askedMs, decision.decisionId];
}

export function approvalView({ first, batchId, count }: ToApprove, told: Told) {
  return { ...decisionView(first, told), ...(batchId !== undefined && { batchId, count }) };
}
