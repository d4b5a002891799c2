/** Searches of the door: by pages, all at once, or only how many. */
import type { Client, estypes } from '@elastic/elasticsearch';
import { withColumns } from './columns';
import type {
  ColumnScan,
  DocumentFilter,
  DocumentPage,
  DocumentScan,
  DocumentSearch,
  FoundDocument,
  PageEnd,
  PageSearch,
} from './elasticsearch-door';
import { queryOf, sortOf } from './query';

/** Partial answers are none: a payment that is not shown is one that was not made, to whoever reads. */
const always = { allow_partial_search_results: false, track_total_hits: false } as const;

export async function find(
  client: Client,
  indices: string,
  { where, newestBy, documentsMax, timeoutMs }: DocumentSearch,
): Promise<readonly FoundDocument[]> {
  const filters = Object.entries(where).map(
    ([field, values]) => ({ kind: 'one-of', field, values }) as const,
  );
  const sort =
    newestBy === undefined
      ? []
      : ([{ field: newestBy, type: 'date', order: 'descending' }] as const);
  const search = { filters, sort, documentsMax, timeoutMs };
  return (await searchPage(client, indices, search)).documents;
}

export async function searchPage(
  client: Client,
  indices: string,
  { filters, sort, after, documentsMax, fields, timeoutMs }: PageSearch,
): Promise<DocumentPage> {
  const answer = await client.search(
    {
      ...always,
      index: indices,
      ignore_unavailable: true,
      size: documentsMax,
      version: true,
      query: queryOf(filters),
      ...(sort.length > 0 && { sort: sortOf(sort) }),
      ...(after !== undefined && { search_after: [...after] }),
      ...(fields !== undefined && { _source: [...fields] }),
    },
    { requestTimeout: timeoutMs },
  );
  return pageOf(answer, documentsMax, timeoutMs);
}

/** How long a scan is kept open between two of its requests. */
const keptOpenFor = '5m';
const documentsAtOnceDefault = 1_000;

export async function* scan(
  current: () => Promise<Client>,
  indices: string,
  { fields, ...search }: DocumentScan,
): AsyncGenerator<readonly FoundDocument[]> {
  const told = { version: true, ...(fields !== undefined && { _source: [...fields] }) };
  for await (const hits of allHits(current, indices, search, told)) yield hits.map(documentOf);
}

export async function* scanColumns(
  current: () => Promise<Client>,
  indices: string,
  { fields, ...search }: ColumnScan,
): AsyncGenerator<readonly object[]> {
  // Neither is the document looked at, nor its id.
  const told = { _source: false, stored_fields: '_none_', docvalue_fields: [...fields] };
  for await (const hits of allHits(current, indices, search, told)) {
    yield hits.map(({ fields: columns = {} }) => withColumns(columns));
  }
}

type Hit = estypes.SearchHit;

/** @param told what each hit is to tell */
async function* allHits(
  current: () => Promise<Client>,
  indices: string,
  { filters, sort, documentsAtOnce, timeoutMs, signal }: Omit<DocumentScan, 'fields'>,
  told: Partial<estypes.SearchRequest>,
): AsyncGenerator<readonly Hit[]> {
  const options = { requestTimeout: timeoutMs, ...(signal !== undefined && { signal }) };
  const size = documentsAtOnce ?? documentsAtOnceDefault;
  let { id } = await (
    await current()
  ).openPointInTime({ index: indices, keep_alive: keptOpenFor, ignore_unavailable: true }, options);
  const pageAfter = async (after: PageEnd | undefined) => {
    const client = await current();
    const answer = await client.search(
      {
        ...always,
        ...told,
        size,
        pit: { id, keep_alive: keptOpenFor },
        query: queryOf(filters),
        sort: sort === undefined ? ['_shard_doc'] : sortOf(sort),
        ...(after !== undefined && { search_after: [...after] }),
      },
      options,
    );
    id = answer.pit_id ?? id;
    return hitsOf(answer, size, timeoutMs);
  };
  let next: ReturnType<typeof pageAfter> | undefined = pageAfter(undefined);
  try {
    while (next !== undefined) {
      const { hits, end }: Awaited<ReturnType<typeof pageAfter>> = await next;
      next = end === undefined ? undefined : pageAfter(end);
      // Whoever has had enough never asks what became of it.
      next?.catch(() => undefined);
      if (hits.length > 0) yield hits;
    }
  } finally {
    await next?.catch(() => undefined);
    // Else it is forgotten when its time is over.
    await (await current()).closePointInTime({ id }).catch(() => undefined);
  }
}

export async function count(
  client: Client,
  indices: string,
  {
    filters,
    timeoutMs,
  }: { readonly filters: readonly DocumentFilter[]; readonly timeoutMs: number },
): Promise<number> {
  const { count: counted, _shards: shards } = await client.count(
    { index: indices, ignore_unavailable: true, query: queryOf(filters) },
    { requestTimeout: timeoutMs },
  );
  if (shards.failed > 0)
    throw new Error(`Elasticsearch could not count in ${shards.failed} shards`);
  return counted;
}

function pageOf(
  answer: estypes.SearchResponse,
  documentsMax: number,
  timeoutMs: number,
): DocumentPage {
  const { hits, end } = hitsOf(answer, documentsMax, timeoutMs);
  return { documents: hits.map(documentOf), end };
}

function hitsOf(
  { hits: { hits }, timed_out: isLate }: estypes.SearchResponse,
  documentsMax: number,
  timeoutMs: number,
): { readonly hits: readonly Hit[]; readonly end: PageEnd | undefined } {
  if (isLate) throw new Error(`Elasticsearch has not searched all within ${timeoutMs} ms`);
  const end = hits.length < documentsMax ? undefined : hits.at(-1)?.sort;
  return { hits, end: end as PageEnd | undefined };
}

function documentOf({ _index, _id, _source, _version }: Hit): FoundDocument {
  return { index: _index, id: _id ?? '', source: _source, version: _version ?? 0 };
}
