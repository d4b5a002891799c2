import { ConfigurationError } from '../../common/config/problems';
import type { Tenants, TenantsByName } from '../../common/config/tenants';
import { madeOnceFor } from '../../common/made-once';
import type { MojaloopSettings, MojaloopTenant } from '../settings';
import type { SwitchSettings } from '../switch-settings';
import { notConfiguredHere, refusal } from './refusal';

/** Who is spoken to, and which of its switches is speaking. */
export interface Addressee {
  readonly tenant: MojaloopTenant;
  readonly via: SwitchSettings;
}

/** `destination`: FSPIOP-Destination. `host`: the name under which we were called, without port. */
export type TenantFinder = (destination: string | undefined, host: string | undefined) => Addressee;

/**
 * The tenant is who FSPIOP-Destination says, never what a body says. Where that header is missing (GET
 * /parties may leave it out, FSPIOP 3.2.1), the host name tells, then the default.
 * @throws ConfigurationError when that could not be told.
 */
export function tenantFinder(
  tenants: Tenants<MojaloopSettings>,
  defaultTenant: string | undefined,
): TenantFinder {
  const tablesOf = madeOnceFor((byName: TenantsByName<MojaloopSettings>) => ({
    byFspId: tenantsByFspId(byName),
    byHost: tenantsByHost(byName),
    fallback: defaultTenant === undefined ? undefined : byName.get(defaultTenant),
  }));
  if (defaultTenant !== undefined && tablesOf(tenants.current()).fallback === undefined) {
    throw new ConfigurationError([`MOJALOOP_DEFAULT_TENANT: there is no tenant ${defaultTenant}`]);
  }
  return (destination, host) => {
    const { byFspId, byHost, fallback } = tablesOf(tenants.current());
    if (destination !== undefined) {
      const tenant = byFspId.get(destination);
      if (tenant === undefined) throw notConfiguredHere('fspiop-destination');
      return { tenant, via: switchSpeaking(tenant, host) };
    }
    const tenant = (host === undefined ? undefined : byHost.get(host)) ?? fallback;
    if (tenant === undefined) throw refusal('MISSING_ELEMENT', 'fspiop-destination');
    return { tenant, via: switchSpeaking(tenant, host) };
  };
}

/** No two have the same: see TenantFiles. */
function tenantsByFspId(tenants: TenantsByName<MojaloopSettings>): Map<string, MojaloopTenant> {
  return new Map([...tenants.values()].map((tenant) => [tenant.fspId, tenant]));
}

/** Without the hosts that several tenants share: those name nobody. */
function tenantsByHost(tenants: TenantsByName<MojaloopSettings>): Map<string, MojaloopTenant> {
  const byHost = new Map<string, MojaloopTenant>();
  const shared = new Set<string>();
  for (const tenant of tenants.values()) {
    for (const host of tenant.settings.switches.flatMap(({ hosts }) => hosts)) {
      if (byHost.has(host)) shared.add(host);
      byHost.set(host, tenant);
    }
  }
  for (const host of shared) byHost.delete(host);
  return byHost;
}

/** @throws Refusal 503 when a tenant of several switches is called by none of them. */
function switchSpeaking(tenant: MojaloopTenant, host: string | undefined): SwitchSettings {
  const { switches } = tenant.settings;
  const [only] = switches;
  if (switches.length === 1 && only !== undefined) return only;
  const named = switches.find(({ hosts }) => host !== undefined && hosts.includes(host));
  if (named === undefined) throw notConfiguredHere('a switch of the name in Host');
  return named;
}
