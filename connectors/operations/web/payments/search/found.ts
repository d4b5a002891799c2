/** Reads what is found: page after page, and meanwhile what is new at the top. */
import {
  useInfiniteQuery,
  useQuery,
  useQueryClient,
  type InfiniteData,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import { againWhileUnread } from '../../api/again';
import { dataOf, operations } from '../../api/clients';
import type { PaymentSearch } from '../../api/types';
import type { Asked } from './query';
import { newsOf, refreshed, rowsOf, type FoundPage } from './steady';

export const pageRows = 100;
const newestEveryMs = 10_000;

/** @throws ApiProblem */
export function findPayments(
  tenant: string,
  body: PaymentSearch,
  signal?: AbortSignal,
): Promise<FoundPage> {
  const read: Promise<{ data?: FoundPage | string }> = operations.POST(
    '/tenants/{tenant}/payments/search',
    {
      params: { path: { tenant } },
      body,
      ...(signal !== undefined && { signal }),
    },
  );
  // Of its forms JSON is the one that is asked for.
  return dataOf(read) as Promise<FoundPage>;
}

type Pages = InfiniteData<FoundPage, string | undefined>;

/**
 * Rows stay where they are until they are asked for anew; those at the top are told as they are now.
 * @param begunAtMs another one is another list
 */
export function useFound(tenant: string, search: Asked, begunAtMs: number) {
  const key = [tenant, 'found', begunAtMs, search];
  const list = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      findPayments(
        tenant,
        { ...search, limit: pageRows, ...(pageParam !== undefined && { after: pageParam }) },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: Infinity,
    refetchInterval: againWhileUnread,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const isNewestFirst = search.id === undefined && (search.sort ?? 'newest') === 'newest';
  const newest = useNewest(tenant, search, key, isNewestFirst && list.data !== undefined);
  const rows = useMemo(() => rowsOf(list.data?.pages ?? []), [list.data]);
  const news = useMemo(
    () => newsOf(rows, !list.hasNextPage, newest.data),
    [rows, list.hasNextPage, newest.data],
  );
  return { list, newest, rows, news };
}

function useNewest(tenant: string, search: Asked, list: readonly unknown[], is: boolean) {
  const queries = useQueryClient();
  return useQuery({
    queryKey: [...list, 'newest'],
    queryFn: async ({ signal }) => {
      const page = await findPayments(tenant, { ...search, limit: pageRows }, signal);
      const known = queries.getQueryState<Pages>(list);
      // As old as it was: only its top was read.
      queries.setQueryData<Pages>(
        list,
        (pages) => pages && { ...pages, pages: [...refreshed(pages.pages, page.payments)] },
        known === undefined ? {} : { updatedAt: known.dataUpdatedAt },
      );
      return page;
    },
    enabled: is,
    staleTime: newestEveryMs,
    refetchInterval: newestEveryMs,
  });
}
