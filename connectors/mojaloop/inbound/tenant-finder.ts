import { ConfigurationError } from '../../common/config/problems';
import type { Tenants } from '../../common/config/tenants';
import type { MojaloopSettings, MojaloopTenant } from '../settings';
import { refusal } from './refusal';

/**
 * The tenant is who FSPIOP-Destination says, never what a body says.
 * @throws ConfigurationError when that could not be told.
 */
export function tenantFinder(
  tenants: Tenants<MojaloopSettings>,
  defaultTenant: string | undefined,
): (destination: string | undefined) => MojaloopTenant {
  const byFspId = new Map<string, MojaloopTenant>();
  for (const tenant of tenants.values()) {
    const other = byFspId.get(tenant.fspId);
    if (other !== undefined) {
      const both = `${other.tenant} and ${tenant.tenant}`;
      throw new ConfigurationError([`tenants: ${both} have the same fspId ${tenant.fspId}`]);
    }
    byFspId.set(tenant.fspId, tenant);
  }
  const fallback = defaultTenant === undefined ? undefined : tenants.get(defaultTenant);
  if (defaultTenant !== undefined && fallback === undefined) {
    throw new ConfigurationError([`MOJALOOP_DEFAULT_TENANT: there is no tenant ${defaultTenant}`]);
  }
  return (destination) => {
    if (destination === undefined) {
      if (fallback === undefined) throw refusal('MISSING_ELEMENT', 'FSPIOP-Destination');
      return fallback;
    }
    const tenant = byFspId.get(destination);
    if (tenant === undefined) throw refusal('DESTINATION_FSP_ERROR', 'FSPIOP-Destination');
    return tenant;
  };
}
