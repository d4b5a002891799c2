/** Where a page ended, as callers carry it: it means something only for the search that it comes from. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Problem } from '../../common/api/problems';
import { canonicalJson, parseJson } from '../../common/json';
import type {
  DocumentFilter,
  DocumentSort,
  PageEnd,
} from '../../common/doors/elasticsearch/elasticsearch-door';

export interface Searched {
  readonly filters: readonly DocumentFilter[];
  readonly sort: readonly DocumentSort[];
}

const endSchema = z.array(z.union([z.string().max(512), z.number(), z.null()])).max(10);
const cursorSchema = z.strictObject({ of: z.string(), end: endSchema });

export function cursorOf(searched: Searched, end: PageEnd): string {
  const text = JSON.stringify({ of: digestOf(searched), end });
  return Buffer.from(text).toString('base64url');
}

/** @throws Problem for a cursor of another search, and for what is none */
export function endOf(
  searched: Searched,
  cursor: string,
  where: { readonly pointer: string } | { readonly parameter: string } = { pointer: '/after' },
): PageEnd {
  const { data } = cursorSchema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  if (data?.of === digestOf(searched) && data.end.length === searched.sort.length) return data.end;
  throw new Problem('invalid-request', {
    errors: [{ ...where, detail: 'is not of a page of this search: begin without it' }],
  });
}

/** The tenant is among the filters. */
function digestOf({ filters, sort }: Searched): string {
  return createHash('sha256').update(canonicalJson({ filters, sort })).digest('base64url');
}
