import type { z } from 'zod';
import { ConfigurationError } from '../../connectors/common/config/problems';
import { TenantFiles } from '../../connectors/common/config/tenant-files';
import {
  problemsIn,
  type Tenant,
  type Tenants,
  type TenantsByName,
} from '../../connectors/common/config/tenants';

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

/** What the files of a folder say now. @throws ConfigurationError */
export function tenantsIn<Schema extends z.ZodType>(
  directory: string,
  section: string,
  schema: Schema,
): TenantsByName<z.output<Schema>> {
  const files = new TenantFiles({
    ...{ directory, clock: { now: () => 0 } },
    ...{ sections: { [section]: schema }, knownSections: [] },
  });
  return files.of<z.output<Schema>>(section).current();
}
