import { useQuery } from '@tanstack/react-query';
import { dataOf, operations } from '../../../api/clients';
import type { PaymentAddress } from '../reads';

/** What was deployed does not change. */
export function useDiagram(
  { tenant, transactionId }: PaymentAddress,
  engine: string,
  processDefinitionKey: string,
) {
  return useQuery({
    queryKey: [tenant, 'diagram', engine, processDefinitionKey],
    queryFn: () =>
      dataOf<unknown>(
        operations.GET(
          '/tenants/{tenant}/payments/{transactionId}/diagrams/{engine}/{processDefinitionKey}',
          {
            params: { path: { tenant, transactionId, engine, processDefinitionKey } },
            parseAs: 'text',
          },
        ),
      ).then(String),
    staleTime: Infinity,
  });
}
