/** What the API tells of days and differences, and what is done about these. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { dataOf, operations } from '../../api/clients';
import { changeHands, type ChangeOfHands } from '../../api/hands';
import type { Difference } from '../../api/types';
import type { DifferenceAct, DifferenceState } from './acts';

/** The first part is the kind that the server tells of when they change. */
const keyOf = (tenant: string) => [tenant, 'reconciliations'] as const;

export function useDays(tenant: string) {
  return useQuery({
    queryKey: [...keyOf(tenant), 'days'],
    queryFn: ({ signal }) =>
      dataOf(
        operations.GET('/tenants/{tenant}/reconciliations', {
          params: { path: { tenant } },
          signal,
        }),
      ),
  });
}

export interface AskedDifferences {
  readonly tenant: string;
  /** Null: of all days. */
  readonly date: string | null;
  readonly state: DifferenceState | 'all';
}

export function useDifferences(asked: AskedDifferences) {
  return useQuery({
    queryKey: [...keyOf(asked.tenant), 'differences', asked.date, asked.state],
    queryFn: ({ signal }) => readDifferences(asked, signal),
  });
}

/** As JSON, which the API sends of two forms. */
interface ReadDifferences {
  readonly differences: readonly Difference[];
}

async function readDifferences(
  { tenant, date, state }: AskedDifferences,
  signal: AbortSignal,
): Promise<ReadDifferences> {
  const query = state === 'all' ? {} : { state };
  const headers = { Accept: 'application/json' };
  const data: string | ReadDifferences =
    date === null
      ? await dataOf(
          operations.GET('/tenants/{tenant}/differences', {
            params: { path: { tenant }, query },
            ...{ headers, signal },
          }),
        )
      : await dataOf(
          operations.GET('/tenants/{tenant}/reconciliations/{date}/differences', {
            params: { path: { tenant, date }, query },
            ...{ headers, signal },
          }),
        );
  if (typeof data === 'string') throw new TypeError('JSON was asked for');
  return data;
}

/** Of the API, for a file. */
export function pathOf({ tenant, date, state }: AskedDifferences): string {
  const own = `/tenants/${encodeURIComponent(tenant)}`;
  const of = date === null ? '' : `/reconciliations/${encodeURIComponent(date)}`;
  return `${own}${of}/differences${state === 'all' ? '' : `?state=${state}`}`;
}

type AskedAct =
  | ChangeOfHands
  | {
      readonly act: 'settle';
      readonly differenceId: string;
      readonly why: string;
      /** When it was compared, as the person has seen it. */
      readonly basis: string;
    };

/** What was not done is an error; what the API then says is read in any case. */
export function useAct(tenant: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (asked: AskedAct): Promise<DifferenceAct> => {
      await carryOut(tenant, asked);
      return asked.act;
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keyOf(tenant) }),
  });
}

/** @throws ApiProblem */
async function carryOut(tenant: string, asked: AskedAct): Promise<void> {
  if (asked.act !== 'settle') {
    await changeHands(tenant, asked);
    return;
  }
  const { differenceId, why, basis } = asked;
  await operations.POST('/tenants/{tenant}/differences/{differenceId}/settlement', {
    params: { path: { tenant, differenceId } },
    body: { why, basis },
  });
}
