/** For whom a person may look and act. */
import { small } from '../../common/api/handler';
import { rolesOf } from './access';
import type { OperationsContext } from './context';

export function tenantHandlers({ environment }: OperationsContext) {
  return {
    listTenants: small(({ person }) => {
      const roles = rolesOf(person, environment.OPERATIONS_TOKEN_ROLES_CLAIM);
      const tenants = [...roles].map(([tenant, held]) => ({ tenant, roles: [...held] }));
      return Promise.resolve({ json: { person: person.name, tenants } });
    }),
  };
}
