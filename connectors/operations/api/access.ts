/** Who may do what for which tenant: as the token lists it, `lion:operator`. */
import type { RequestHandler } from 'express';
import type { Operation } from '../../common/api/operations';
import { personOf, type Person } from '../../common/api/person';
import { Problem } from '../../common/api/problems';
import { translated } from '../../common/words/languages';
import { apiWords } from './api-words';

/**
 * `viewer`: looks, persons masked. `operator`: takes work, decides, sees what is masked. `approver`: is the second person.
 * `admin`: sees who did what, and hands over the work of others. Each of them may look; beyond that none includes another,
 * so that nobody can approve what they have decided just by being above.
 */
export const operationsRoles = ['viewer', 'operator', 'approver', 'admin'] as const;
export type OperationsRole = (typeof operationsRoles)[number];

export type RolesByTenant = ReadonlyMap<string, ReadonlySet<OperationsRole>>;

/** What the claim says; what is no role of ours counts for nothing. */
export function rolesOf({ claims }: Person, claim: string): RolesByTenant {
  const roles = new Map<string, Set<OperationsRole>>();
  const listed = claims[claim];
  for (const one of Array.isArray(listed) ? (listed as unknown[]) : []) {
    const [, tenant, name] = /^([^:]+):([a-z]+)$/.exec(String(one)) ?? [];
    const role = operationsRoles.find((known) => known === name);
    if (tenant === undefined || role === undefined) continue;
    roles.set(tenant, (roles.get(tenant) ?? new Set()).add(role));
  }
  return roles;
}

export function mayDo(wanted: string, roles: ReadonlySet<OperationsRole> | undefined): boolean {
  if (roles === undefined) return false;
  return wanted === 'viewer' || [...roles].some((role) => role === wanted);
}

/** Of a tenant that the person has no role for nothing is said: not even whether there is one. */
export function allowInTenant(
  claim: string,
  refused: (operation: Operation, person: Person, tenant: string) => Promise<void>,
): (operation: Operation) => RequestHandler {
  return (operation) => async (request, response, next) => {
    const person = personOf(response);
    const { tenant } = request.params;
    if (typeof tenant === 'string') {
      if (!mayDo(operation.scope, rolesOf(person, claim).get(tenant))) {
        await refused(operation, person, tenant);
        const detail = translated(apiWords, (said) => said.needsRole(operation.scope, claim));
        throw new Problem('forbidden', { detail });
      }
    }
    next();
  };
}
