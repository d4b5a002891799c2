/** How a matter changes hands. */
import { dataOf, operations } from './clients';

export type OwnerAct = 'take' | 'let-go' | 'hand-over' | 'assign';

interface Owner {
  readonly name: string;
}

export interface ChangeOfHands {
  readonly act: OwnerAct;
  /** `called`: all for which people were called and that nobody has. */
  readonly matterKey: string;
  /** Of what is handed over or assigned: the name that they sign in with. */
  readonly to?: string;
}

/** @returns who has it now @throws ApiProblem */
export async function changeHands(tenant: string, change: ChangeOfHands): Promise<Owner | null> {
  return (await dataOf(send(tenant, change))).owner;
}

function send(tenant: string, { act, matterKey, to = '' }: ChangeOfHands) {
  const params = { path: { tenant, matterKey } };
  const body = { to };
  switch (act) {
    case 'take':
      return operations.POST('/tenants/{tenant}/work/{matterKey}/take', { params });
    case 'let-go':
      return operations.POST('/tenants/{tenant}/work/{matterKey}/let-go', { params });
    case 'hand-over':
      return operations.POST('/tenants/{tenant}/work/{matterKey}/hand-over', { params, body });
    case 'assign':
      return operations.POST('/tenants/{tenant}/work/{matterKey}/assign', { params, body });
  }
}
