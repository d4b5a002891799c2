/** What waits for people, as each place that shows it reads it. */
import { useQuery } from '@tanstack/react-query';
import { dataOf, operations } from './clients';

/** Where live changes do not come through it is looked again so often. */
export const lookEveryMs = 15_000;

export function useWork(tenant: string, isWanted = true) {
  return useQuery({
    queryKey: [tenant, 'work'],
    queryFn: () =>
      dataOf(operations.GET('/tenants/{tenant}/work', { params: { path: { tenant } } })),
    enabled: isWanted,
    refetchInterval: lookEveryMs,
  });
}
