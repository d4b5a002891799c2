/** What the page asks the API of obligations. */
import { dataOf, obligations } from '../../api/clients';
import type { components } from '../../api/generated/obligations';

type Schemas = components['schemas'];
export type Cycle = Schemas['Cycle'];
export type Obligation = Schemas['Obligation'];
export type Position = Schemas['Position'];
export type Statement = Schemas['Statement'];

/** All of them are `[tenant, 'obligations', …]`. */
export const obligationsKey = (tenant: string, ...rest: readonly unknown[]) =>
  [tenant, 'obligations', ...rest] as const;

const ofCycle = (id: string) => ({ params: { path: { id } } });

export const listCycles = async () => (await dataOf(obligations.GET('/cycles'))).cycles;
export const readCycle = (id: string) => dataOf(obligations.GET('/cycles/{id}', ofCycle(id)));
export const closeCycle = (id: string) =>
  dataOf(obligations.POST('/cycles/{id}/closure', ofCycle(id)));
export const recompute = (id: string) =>
  dataOf(obligations.POST('/cycles/{id}/recomputation', ofCycle(id)));
export const listAcknowledgements = async (id: string) =>
  (await dataOf(obligations.GET('/cycles/{id}/acknowledgements', ofCycle(id)))).participants;

export const obligationsAsCsv = (id: string): Promise<Blob> =>
  dataOf(
    obligations.GET('/cycles/{id}/obligations', {
      ...ofCycle(id),
      headers: { Accept: 'text/csv' },
      parseAs: 'blob',
    }) as Promise<{ readonly data?: unknown }>,
  ) as Promise<Blob>;

const ofDfsp = (id: string, dfspId: string) => ({ params: { path: { id, dfspId } } });

export const readStatement = (id: string, dfspId: string) =>
  dataOf(obligations.GET('/cycles/{id}/statements/{dfspId}', ofDfsp(id, dfspId)));

/** @param dispute undefined: the figures are acknowledged */
export const answerStatement = (
  id: string,
  dfspId: string,
  statementHash: string,
  dispute?: string,
) =>
  dataOf(
    obligations.PUT('/cycles/{id}/acknowledgements/{dfspId}', {
      ...ofDfsp(id, dfspId),
      body: { statementHash, ...(dispute !== undefined && { dispute }) },
    }),
  );
