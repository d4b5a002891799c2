/** How a decision stands, as the person reads it who made it: pure. */
import type { DecisionAnswer } from '../../common/contracts/decisions';
import { formatDateTime } from '../../common/time';
import type { EpochMs } from '../../common/runtime';
import type { KnownDecision } from './known-decisions';

export type DecisionStatus = 'asked' | DecisionAnswer['result'];

export function statusOf({ answer }: KnownDecision): DecisionStatus {
  return answer?.result ?? 'asked';
}

/** Nobody has said the last word on it, nor asked for a second person. */
export function isUnderway(known: KnownDecision): boolean {
  return ['asked', 'accepted'].includes(statusOf(known));
}

/** What the API tells of it. */
export function decisionView(known: KnownDecision, nowMs: EpochMs) {
  const { decision, askedMs, answer } = known;
  const { decisionId, side, transferId, transactionId, incidentKey, why, approves } = decision;
  return {
    decisionId,
    ...{ side, transferId, transactionId, incidentKey, approves },
    decision: decision.decision,
    variables: decision.variables,
    why,
    decidedBy: decision.who,
    decidedAt: formatDateTime(askedMs),
    status: statusOf(known),
    since: answer?.at ?? formatDateTime(askedMs),
    happened: happened(known, nowMs),
    approvedBy: answer?.approvedBy,
    approvedByDecisionId: answer?.approvedByDecisionId,
  };
}

function happened({ askedMs, answer }: KnownDecision, nowMs: EpochMs): string {
  if (answer === undefined) {
    return (
      `Not taken yet: the engine’s relay has not answered for ${secondsSince(askedMs, nowMs)} s. It is written, and is ` +
      'taken once the relay is there; one that has lain for too long is refused.'
    );
  }
  if (answer.result === 'needs-approval') {
    return 'Nothing is done yet: another person, an approver, must approve it.';
  }
  return answer.why;
}

function secondsSince(sinceMs: EpochMs, nowMs: EpochMs): number {
  return Math.max(0, Math.round((nowMs - sinceMs) / 1_000));
}
