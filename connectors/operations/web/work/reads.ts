/** What Work reads. The second part of each key is the kind that live changes name. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { againWhileUnread } from '../api/again';
import { dataOf, operations } from '../api/clients';
import { hasRole, useSession } from '../api/session';
import type { DecisionStatus, Work } from '../api/types';
import { lookEveryMs } from '../api/work';
import { paymentRowOf } from './rows';

/** While something is being done. */
const lookOftenMs = 1_000;

const paymentLists = ['toDecide', 'outcomeUnknown'] as const;

/** A payment that is not among the first of its list: looked for in what follows. */
export function useRowBehind(tenant: string, work: Work | undefined, matterKey?: string) {
  const isMore = paymentLists.some((name) => work?.[name].next != null);
  return useQuery({
    queryKey: [tenant, 'work', 'row', matterKey],
    enabled: isMore && matterKey !== undefined && paymentRowOf(work, matterKey) === undefined,
    queryFn: async () => (await findBehind(tenant, work, matterKey ?? '')) ?? null,
    refetchInterval: lookEveryMs,
  });
}

async function findBehind(tenant: string, first: Work | undefined, matterKey: string) {
  for (const name of paymentLists) {
    let after = first?.[name].next ?? null;
    while (after !== null) {
      const params = { path: { tenant }, query: { after } };
      const work: Work = await dataOf(operations.GET('/tenants/{tenant}/work', { params }));
      const found = paymentRowOf(work, matterKey);
      if (found !== undefined) return found;
      // The other lists are told from their beginning.
      after = work[name].next;
    }
  }
  return undefined;
}

export type WorkList = 'toDecide' | 'outcomeUnknown' | 'incidents';

/** All of one list, page after page; live changes do not name it, or all of it would be read at each. */
export function useRowsBehind<Name extends WorkList>(
  tenant: string,
  name: Name,
  isWanted: boolean,
) {
  return useInfiniteQuery({
    queryKey: [tenant, 'work-behind', name],
    enabled: isWanted,
    queryFn: async ({ pageParam }) => {
      const query = pageParam === undefined ? {} : { after: pageParam };
      const params = { path: { tenant }, query };
      const work: Work = await dataOf(operations.GET('/tenants/{tenant}/work', { params }));
      return work[name];
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: againWhileUnread,
    ...{ staleTime: Infinity, refetchOnWindowFocus: false, refetchOnReconnect: false },
  });
}

export function useSummary(tenant: string) {
  return useQuery({
    queryKey: [tenant, 'work', 'summary'],
    queryFn: () =>
      dataOf(operations.GET('/tenants/{tenant}/work/summary', { params: { path: { tenant } } })),
    refetchInterval: lookEveryMs,
  });
}

/** With one's own, which one may not approve. */
export function useApprovals(tenant: string) {
  return useQuery({
    queryKey: [tenant, 'decisions', 'approvals'],
    queryFn: () =>
      dataOf(operations.GET('/tenants/{tenant}/approvals', { params: { path: { tenant } } })),
    refetchInterval: lookEveryMs,
  });
}

export function useIncidents(tenant: string) {
  return useQuery({
    queryKey: [tenant, 'incidents'],
    queryFn: () =>
      dataOf(operations.GET('/tenants/{tenant}/incidents', { params: { path: { tenant } } })),
    refetchInterval: lookEveryMs,
  });
}

const underway: readonly DecisionStatus[] = ['asked', 'accepted'];

export function readDecision(tenant: string, decisionId: string) {
  const path = { tenant, decisionId };
  return dataOf(operations.GET('/tenants/{tenant}/decisions/{decisionId}', { params: { path } }));
}

export function useDecision(tenant: string, decisionId: string) {
  return useQuery({
    queryKey: [tenant, 'decisions', 'one', decisionId],
    queryFn: () => readDecision(tenant, decisionId),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && underway.includes(data.status) ? lookOftenMs : lookEveryMs,
  });
}

export function readRetries(tenant: string, batchId: string) {
  const path = { tenant, batchId };
  return dataOf(
    operations.GET('/tenants/{tenant}/incidents/retries/{batchId}', { params: { path } }),
  );
}

export function useRetries(tenant: string, batchId: string) {
  return useQuery({
    queryKey: [tenant, 'incidents', 'retries', batchId],
    queryFn: () => readRetries(tenant, batchId),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && !data.isDone ? lookOftenMs : lookEveryMs,
  });
}

export interface Me {
  readonly person: string;
  readonly isOperator: boolean;
  readonly isApprover: boolean;
  readonly isAdmin: boolean;
}

export function useMe(tenant: string): Me {
  const session = useSession();
  return {
    person: session.person,
    isOperator: hasRole(session, tenant, 'operator'),
    isApprover: hasRole(session, tenant, 'approver'),
    isAdmin: hasRole(session, tenant, 'admin'),
  };
}
