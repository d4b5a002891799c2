/** How a decision stands, as the person reads it who made it: pure. */
import { answerText } from '../../common/contracts/decision-answer-words';
import type { DecisionAnswer } from '../../common/contracts/decisions';
import { isSamePerson } from '../../common/contracts/person-name';
import { formatDateTime } from '../../common/time';
import type { EpochMs } from '../../common/runtime';
import type { Language } from '../../common/words/languages';
import { decisionWords } from './decision-words';
import type { KnownDecision } from './known-decisions';

export type DecisionStatus = 'asked' | DecisionAnswer['result'];

export function statusOf({ answer }: KnownDecision): DecisionStatus {
  return answer?.result ?? 'asked';
}

/** Nobody has said the last word on it, nor asked for a second person. */
export function isUnderway(known: KnownDecision): boolean {
  return ['asked', 'accepted'].includes(statusOf(known));
}

/** Who is told, when, and in which language. */
export interface Told {
  readonly person: string;
  readonly nowMs: EpochMs;
  readonly language: Language;
}

/** What the API tells of it. */
export function decisionView(known: KnownDecision, told: Told) {
  const { decision, askedMs, answer } = known;
  const { decisionId, side, transferId, transactionId, incidentKey, why, approves } = decision;
  return {
    decisionId,
    ...{ side, transferId, transactionId, incidentKey, approves },
    decision: decision.decision,
    variables: decision.variables,
    why,
    ...{ decidedBy: decision.who, isOwn: isSamePerson(decision.who, told.person) },
    decidedAt: formatDateTime(askedMs),
    status: statusOf(known),
    since: answer?.at ?? formatDateTime(askedMs),
    happened: happened(known, told),
    approvedBy: answer?.approvedBy,
    approvedByDecisionId: answer?.approvedByDecisionId,
  };
}

function happened({ askedMs, answer }: KnownDecision, { nowMs, language }: Told): string {
  const said = decisionWords[language];
  if (answer === undefined) return said.notTaken(secondsSince(askedMs, nowMs));
  if (answer.result === 'needs-approval') return said.needsApproval;
  return answerText(answer, language);
}

function secondsSince(sinceMs: EpochMs, nowMs: EpochMs): number {
  return Math.max(0, Math.round((nowMs - sinceMs) / 1_000));
}
