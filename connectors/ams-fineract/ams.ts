import { tenantNamed, type Tenant, type Tenants } from '../common/config/tenants';
import { madeOnceFor } from '../common/made-once';
import type { Deps, HttpTransport } from '../common/runtime';
import { AccountLanes } from './account-lanes';
import { FineractClient } from './fineract/client';
import type { OnTenantsAnswer } from './observe';
import type { Settings } from './settings';

/** One tenant's Fineract. */
export interface Ams {
  readonly tenant: Tenant<Settings>;
  readonly fineract: FineractClient;
  readonly lanes: AccountLanes;
}

export interface AmsDeps extends Deps {
  /** @throws NotConfiguredHere */
  amsOf(tenant: string): Ams;
}

export function openAms(
  tenants: Tenants<Settings>,
  http: HttpTransport,
  onAnswer: OnTenantsAnswer,
): AmsDeps['amsOf'] {
  const amsFor = madeOnceFor((tenant: Tenant<Settings>): Ams => ({
    tenant,
    fineract: new FineractClient(tenant.settings, http, (call, failure) =>
      onAnswer(tenant.tenant, call, failure),
    ),
    lanes: new AccountLanes(tenant.settings.waitingPerAccountMax),
  }));
  return (name) => amsFor(tenantNamed(tenants, name));
}
