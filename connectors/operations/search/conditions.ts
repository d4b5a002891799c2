import type { DocumentFilter } from '../../common/doors/elasticsearch/elasticsearch-door';

export function oneOf(field: string, ...values: readonly string[]): DocumentFilter {
  return { kind: 'one-of', field, values };
}

type Bound = string | number | undefined;

export function range(
  field: string,
  { from, to, before }: { readonly from?: Bound; readonly to?: Bound; readonly before?: Bound },
): DocumentFilter {
  return {
    ...({ kind: 'range', field } as const),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(before !== undefined && { before }),
  };
}
