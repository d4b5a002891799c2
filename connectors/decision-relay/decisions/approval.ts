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
): string | undefined {
  const subject = first?.subject;
  if (first === undefined || subject === undefined)
    return `There is no decision ${approves} to approve.`;
  if (first.result !== 'needs-approval') {
    return `Decision ${approves} waits for no approval: it is ${first.result}.`;
  }
  if (isSamePerson(subject.who, who)) {
    return `Decision ${approves} is of the same person, ${subject.who}: another one must approve it.`;
  }
  const names = ['tenant', 'side', 'transferId', 'transactionId', 'incidentKey', 'reason'] as const;
  const differing: string[] = [...names, 'decision' as const].filter(
    (name) => decision[name] !== undefined && decision[name] !== subject[name],
  );
  if (variablesDigestOf(decision) !== subject.variablesDigest) differing.push('variables');
  if (differing.length > 0) {
    return `Decision ${approves} is about something else: another ${differing.join(', ')}.`;
  }
  if (nowMs - Date.parse(first.at) > validForMs) {
    return `Decision ${approves} has waited too long for its approval: decide anew.`;
  }
  return undefined;
}
