/** Who has a matter or has decided it, and what this person may do about that: pure. The API says the same. */
import type { OwnerAct } from '../api/hands';

export interface Asking {
  /** Of all of it: a cause can have been taken by several. */
  readonly owners: readonly string[];
  readonly person: string;
  readonly isOperator: boolean;
  readonly isAdmin: boolean;
}

export interface OwnerActs {
  readonly may: readonly OwnerAct[];
  /** Why it cannot be taken. */
  readonly whyNot?: 'no-operator' | 'taken';
  /** Somebody else has it, and decides it. */
  readonly other?: string;
}

export function ownerActs({ owners, person, isOperator, isAdmin }: Asking): OwnerActs {
  const other = owners.find((name) => name !== person);
  const assign: readonly OwnerAct[] = isAdmin ? ['assign'] : [];
  if (other !== undefined) return { may: assign, whyNot: 'taken', other };
  if (!isOperator) return { may: assign, whyNot: 'no-operator' };
  return { may: owners.length > 0 ? ['let-go', 'hand-over', ...assign] : ['take', ...assign] };
}

export type WhyNoDecision = 'no-operator' | 'taken' | 'decided' | undefined;

/** Whether this person may decide now, and if not, what is in the way. */
export function whyNoDecision(
  asking: Pick<Asking, 'owners' | 'person' | 'isOperator'>,
  isDecided: boolean,
): WhyNoDecision {
  if (!asking.isOperator) return 'no-operator';
  if (isDecided) return 'decided';
  return asking.owners.some((name) => name !== asking.person) ? 'taken' : undefined;
}

export type WhyNoApproval = 'own' | 'no-approver' | undefined;

/** Whether this person may be the second one. */
export function whyNoApproval(
  { isOwn }: { readonly isOwn: boolean },
  { isApprover }: { readonly isApprover: boolean },
): WhyNoApproval {
  if (isOwn) return 'own';
  return isApprover ? undefined : 'no-approver';
}
