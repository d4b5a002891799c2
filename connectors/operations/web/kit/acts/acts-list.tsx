/** Acts that were asked for, the newest first, and the older ones behind a button. */
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { dataOf, operations } from '../../api/clients';
import type { operations as Operations } from '../../api/generated/operations';
import { useWords } from '../../words/preferences';
import { Answered, Button } from '../parts';
import { ActsTable } from './acts-table';
import { actWords } from './words';

export type ActsQuery = NonNullable<Operations['listActs']['parameters']['query']>;

/** A page is read once: each look is an act, too. */
export function useActs(tenant: string, asked: ActsQuery) {
  return useInfiniteQuery({
    queryKey: [tenant, 'acts', asked],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        operations.GET('/tenants/{tenant}/acts', {
          params: {
            path: { tenant },
            query: { ...asked, ...(pageParam !== null && { after: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    refetchOnWindowFocus: false,
  });
}

interface ActsListProps {
  readonly tenant: string;
  readonly read: ReturnType<typeof useActs>;
  /** Shown where there is none. */
  readonly none: ReactNode;
}

export function ActsList({ tenant, read, none }: ActsListProps) {
  const words = useWords(actWords);
  return (
    <Answered read={read}>
      {({ pages }) => {
        const acts = pages.flatMap((page) => page.acts);
        if (acts.length === 0) return none;
        return (
          <>
            <ActsTable tenant={tenant} acts={acts} />
            {read.hasNextPage && (
              <Button disabled={read.isFetching} onClick={() => void read.fetchNextPage()}>
                {words.more}
              </Button>
            )}
          </>
        );
      }}
    </Answered>
  );
}
