/** What is looked for, as Elasticsearch wants to be asked. Pure. */
import type { estypes } from '@elastic/elasticsearch';
import type { DocumentFilter, DocumentRange, DocumentSort } from './elasticsearch-door';

/** No scores: what fits, fits. */
export function queryOf(filters: readonly DocumentFilter[]): estypes.QueryDslQueryContainer {
  return { bool: { filter: filters.map(clauseOf) } };
}

function clauseOf(filter: DocumentFilter): estypes.QueryDslQueryContainer {
  switch (filter.kind) {
    case 'one-of':
      return { terms: { [filter.field]: [...filter.values] } };
    case 'range':
      return { range: { [filter.field]: rangeOf(filter) } };
    case 'exists':
      return { exists: { field: filter.field } };
    case 'prefix':
      return {
        prefix: {
          [filter.field]: { value: filter.prefix, case_insensitive: filter.anyCase === true },
        },
      };
    case 'any-of':
      return { bool: { should: filter.filters.map(clauseOf), minimum_should_match: 1 } };
    case 'all-of':
      return queryOf(filter.filters);
    case 'not':
      return { bool: { must_not: [clauseOf(filter.filter)] } };
  }
}

function rangeOf({ from, to, before }: DocumentRange): estypes.QueryDslUntypedRangeQuery {
  return {
    ...(from !== undefined && { gte: from }),
    ...(to !== undefined && { lte: to }),
    ...(before !== undefined && { lt: before }),
  };
}

const typesThere = { date: 'date', number: 'double', keyword: 'keyword' } as const;

/**
 * What stands for a value that is not there. That of Elasticsearch is the least or greatest number of 64 bits, which
 * does not survive JSON; these do.
 */
const farthest = { date: 8_640_000_000_000_000, number: 1e300 } as const;

export function sortOf(sort: readonly DocumentSort[]): estypes.SortCombinations[] {
  return sort.map(({ field, type, order }) => {
    const isAscending = order === 'ascending';
    const missing = type === 'keyword' ? '_last' : isAscending ? farthest[type] : -farthest[type];
    return {
      [field]: {
        order: isAscending ? ('asc' as const) : ('desc' as const),
        missing,
        unmapped_type: typesThere[type],
      },
    };
  });
}
