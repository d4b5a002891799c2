/** Which acts the address asks for. Pure. */
import type { operations } from '../../api/generated/operations';
import { hasNumber, isPersonal } from '../../kit/personal';
import { dayOf } from '../../kit/times';

type ActsQuery = NonNullable<operations['listActs']['parameters']['query']>;

export const filterNames = ['person', 'operation', 'about', 'isAllowed', 'from', 'until'] as const;
type FilterName = (typeof filterNames)[number];
export type ActFilters = Readonly<Partial<Record<FilterName, string>>>;

/** Which of them may name a customer, so that they may stand in no address. People at banks sign in by mail, too. */
export function personalIn({ person = '', about = '' }: ActFilters): readonly FilterName[] {
  return [
    ...(hasNumber(person) ? (['person'] as const) : []),
    ...(isPersonal(about) ? (['about'] as const) : []),
  ];
}

/** What is empty, may name a customer, or is no day and no outcome, is no filter. */
export function filtersIn(query: URLSearchParams): ActFilters {
  const found = filterNames.flatMap((name) => {
    const value = query.get(name)?.trim() ?? '';
    return value !== '' && isWellFormed(name, value) ? [[name, value] as const] : [];
  });
  return Object.fromEntries(found);
}

function isWellFormed(name: FilterName, value: string): boolean {
  if (name === 'isAllowed') return value === 'true' || value === 'false';
  if (name === 'operation') return /^[a-zA-Z]{1,64}$/.test(value);
  if (name === 'from' || name === 'until') return dayOf(value) !== undefined;
  return personalIn({ [name]: value }).length === 0;
}

const dayMs = 86_400_000;

/** Days are those of UTC; the last one is in it. */
export function askedActs({ from, until, isAllowed, ...others }: ActFilters): ActsQuery {
  const [fromMs, lastMs] = [from, until].map((day) => (day === undefined ? day : dayOf(day)));
  return {
    ...others,
    ...(isAllowed !== undefined && { isAllowed: isAllowed === 'true' ? 'true' : 'false' }),
    ...(fromMs !== undefined && { from: new Date(fromMs).toISOString() }),
    ...(lastMs !== undefined && { before: new Date(lastMs + dayMs).toISOString() }),
  };
}
