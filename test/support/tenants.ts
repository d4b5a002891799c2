import { ConfigurationError } from '../../connectors/common/config/problems';
import { problemsIn, type Tenant, type Tenants } from '../../connectors/common/config/tenants';

/** Tenants that never change, without files. */
export function fixedTenants<Section>(all: readonly Tenant<Section>[]): Tenants<Section> {
  const byName = new Map(all.map((tenant) => [tenant.tenant, tenant]));
  return {
    current: () => byName,
    admit: (check) => {
      const problems = all.flatMap((tenant) => problemsIn(tenant, check));
      if (problems.length > 0) throw new ConfigurationError(problems);
    },
  };
}
