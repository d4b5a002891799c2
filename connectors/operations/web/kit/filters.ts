/** What a view is filtered by stands in its address. */
import { useLocation, useSearch } from 'wouter';
import { changed, type Filters } from './changed-query';

/** @returns what the address says, and what changes some of it; undefined or empty takes a filter away */
export function useFilters(): readonly [URLSearchParams, (changes: Filters) => void] {
  const search = useSearch();
  const [, go] = useLocation();
  const change = (changes: Filters) => go(`~${location.pathname}${changed(search, changes)}`);
  return [new URLSearchParams(search), change];
}
