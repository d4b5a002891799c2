import { useQuery } from '@tanstack/react-query';
import { dataOf, operations } from '../../api/clients';
import type { ProcessFigures } from '../figures';

/** The diagram. What was deployed does not change. */
export function useDeployed(
  tenant: string,
  { engine, processDefinitionKey }: Pick<ProcessFigures, 'engine' | 'processDefinitionKey'>,
) {
  return useQuery({
    queryKey: [tenant, 'diagram', engine, processDefinitionKey],
    queryFn: () =>
      dataOf<unknown>(
        operations.GET('/tenants/{tenant}/diagrams/{engine}/{processDefinitionKey}', {
          params: { path: { tenant, engine, processDefinitionKey } },
          parseAs: 'text',
        }),
      ).then(String),
    staleTime: Infinity,
  });
}
