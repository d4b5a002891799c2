/** Where a page ended, as callers carry it: it means something only for the search that it comes from. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Problem } from '../../common/api/problems';
import { canonicalJson, parseJson } from '../../common/json';
import type { PageEnd } from '../../common/doors/elasticsearch/elasticsearch-door';
import { translated } from '../../common/words/languages';
import { apiWords } from './api-words';

export interface Searched {
  /** The tenant is among them. */
  readonly filters: unknown;
  readonly sort: readonly unknown[];
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
  const end = endIn(searched, cursor);
  if (end !== undefined) return end;
  throw new Problem('invalid-request', {
    errors: [{ ...where, detail: translated(apiWords, (said) => said.otherSearch) }],
  });
}

/** Undefined: it is none of this search. */
export function endIn(searched: Searched, cursor: string): PageEnd | undefined {
  const { data } = cursorSchema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  const isOfIt = data?.of === digestOf(searched) && data.end.length === searched.sort.length;
  return isOfIt ? data.end : undefined;
}

function digestOf({ filters, sort }: Searched): string {
  return createHash('sha256').update(canonicalJson({ filters, sort })).digest('base64url');
}
