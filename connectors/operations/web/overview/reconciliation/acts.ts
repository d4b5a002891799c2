/** What a person may do about a difference, as the API will say too. Pure. */
import type { OwnerAct } from '../../api/hands';
import type { Role } from '../../api/session';
import type { Difference } from '../../api/types';

export type DifferenceAct = OwnerAct | 'settle';

interface Who {
  readonly person: string;
  readonly roles: readonly Role[];
}

export function actsOn(
  { state, owner }: Pick<Difference, 'state' | 'owner'>,
  { person, roles }: Who,
): readonly DifferenceAct[] {
  if (state !== 'open') return [];
  const assign = roles.includes('admin') ? (['assign'] as const) : [];
  if (!roles.includes('operator')) return assign;
  if (owner === null) return ['take', 'settle', ...assign];
  // What somebody else has taken is theirs to settle.
  return owner.name === person ? ['settle', 'hand-over', 'let-go', ...assign] : assign;
}

export const differenceStates = ['open', 'gone', 'settled'] as const;
export type DifferenceState = (typeof differenceStates)[number];

/** Of the address; `all` of them have to be asked for. */
export function stateIn(query: URLSearchParams): DifferenceState | 'all' {
  const asked = query.get('state');
  return asked === 'all' ? asked : (differenceStates.find((one) => one === asked) ?? 'open');
}
