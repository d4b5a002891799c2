/** The time and the side that the address chooses. */
import { useMemo, useState } from 'react';
import type { Filters } from '../kit/changed-query';
import { useFilters } from '../kit/filters';
import type { Side } from './figures';
import { rangeOf, type Range } from './range';

export interface ChosenRange {
  readonly range: Range;
  readonly side: Side;
  readonly query: URLSearchParams;
  readonly change: (changes: Filters) => void;
  /** Until now, from now on. */
  readonly renew: () => void;
}

export function useRange(): ChosenRange {
  const [query, change] = useFilters();
  const [nowMs, setNowMs] = useState(() => Date.now());
  const written = query.toString();
  const range = useMemo(() => rangeOf(new URLSearchParams(written), nowMs), [written, nowMs]);
  const side = query.get('side') === 'payee' ? 'payee' : 'payer';
  return { range, side, query, change, renew: () => setNowMs(Date.now()) };
}
