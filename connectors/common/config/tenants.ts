import { z } from 'zod';
import { authorizationsSchema } from '../authorizations/settings';
import { NotConfiguredHere } from '../failures';
import { currencyDecimals } from '../money';
import { tenantRetriesSchema } from '../retries/tenant-retries';
import { ConfigurationError } from './problems';
import type { NamedSwitch } from './switch-names';

/** What every part knows of a tenant. One file a tenant: `<directory>/<tenant>.yaml`. */
export const tenantBaseSchema = z.strictObject({
  /** Stands in tokens, process variables and correlation keys. */
  tenant: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  /** The DFSP's name in the Mojaloop scheme. */
  fspId: z.string().min(1).max(32),
  currencies: z
    .array(
      z.string().refine((code) => currencyDecimals(code) !== undefined, 'not an ISO 4217 code'),
    )
    .min(1),
  /** By job type: how often a step is tried, and with which pauses. What is left out is as retries/RETRIES.md has it. */
  retries: tenantRetriesSchema.optional(),
  /** How payers prove at a payee's device that it is they who pay. Without it such requests are refused. */
  authorizations: authorizationsSchema.optional(),
});
export type TenantBase = z.output<typeof tenantBaseSchema> & {
  /** Undefined for a tenant with only one. */
  readonly switches?: readonly NamedSwitch[];
};

/** One tenant as one part sees it: the common fields and the part's own section. Never changed: its file makes another. */
export type Tenant<Section> = TenantBase & { readonly settings: Section };
export type TenantsByName<Section> = ReadonlyMap<string, Tenant<Section>>;

/** All tenants as one part sees them, while their files come, change and go. */
export interface Tenants<Section> {
  /** Those there are now: the same map until a file changes, and the same tenant until its own does. */
  current(): TenantsByName<Section>;
  /**
   * `check` throws a ConfigurationError for a tenant that this part could not serve. All there are now must pass it;
   * later a file that does not is told and left unused.
   * @throws ConfigurationError with the problems of all tenants there are now.
   */
  admit(check: (tenant: Tenant<Section>) => void): void;
}

/** @throws NotConfiguredHere */
export function tenantNamed<Section>(tenants: Tenants<Section>, name: string): Tenant<Section> {
  const tenant = tenants.current().get(name);
  if (tenant === undefined) throw new NotConfiguredHere(`the tenant ${name}`);
  return tenant;
}

/** What keeps a part from serving this tenant: see {@link Tenants.admit}. */
export function problemsIn<Section>(
  tenant: Tenant<Section>,
  check: (tenant: Tenant<Section>) => void,
): string[] {
  try {
    check(tenant);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map((problem) => `tenant ${tenant.tenant}: ${problem}`);
  }
}
