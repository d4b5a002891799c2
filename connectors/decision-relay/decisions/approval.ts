import { answerOf, type SaidAnswer } from '../../common/contracts/decision-answer-words';
import {
  variablesDigestOf,
  type DecisionAnswer,
  type OperatorDecision,
} from '../../common/contracts/decisions';
import { isSamePerson } from '../../common/contracts/person-name';

/** Why a decision does not let the one be done that it approves; undefined when it does. Pure. */
export function approvalProblem(
  { approves = '', who, ...decision }: OperatorDecision,
  first: DecisionAnswer | undefined,
  { nowMs, validForMs }: { readonly nowMs: number; readonly validForMs: number },
): SaidAnswer | undefined {
  const subject = first?.subject;
  if (first === undefined || subject === undefined) return answerOf('nothingToApprove', approves);
  if (first.result !== 'needs-approval') {
    return answerOf('waitsForNone', approves, first.result);
  }
  if (isSamePerson(subject.who, who)) {
    return answerOf('samePerson', approves, subject.who);
  }
  const names = ['tenant', 'side', 'transferId', 'transactionId', 'incidentKey', 'reason'] as const;
  const differing: string[] = [...names, 'decision' as const].filter(
    (name) => decision[name] !== undefined && decision[name] !== subject[name],
  );
  if (variablesDigestOf(decision) !== subject.variablesDigest) differing.push('variables');
  if (differing.length > 0) {
    return answerOf('aboutOther', approves, differing.join(', '));
  }
  if (nowMs - Date.parse(first.at) > validForMs) {
    return answerOf('waitedTooLong', approves);
  }
  return undefined;
}
