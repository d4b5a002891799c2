import type { Tenant, Tenants } from '../common/config/tenants';
import { CannotWork } from '../common/failures';
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
  /** @throws CannotWork for a tenant that no file describes. */
  amsOf(tenant: string): Ams;
}

export function openAms(
  tenants: Tenants<Settings>,
  http: HttpTransport,
  onAnswer: OnTenantsAnswer,
): AmsDeps['amsOf'] {
  const all = new Map<string, Ams>();
  for (const [name, tenant] of tenants) {
    all.set(name, {
      tenant,
      fineract: new FineractClient(tenant.settings, http, (call, failure) =>
        onAnswer(name, call, failure),
      ),
      lanes: new AccountLanes(tenant.settings.waitingPerAccountMax),
    });
  }
  return (name) => {
    const ams = all.get(name);
    if (ams === undefined) throw new CannotWork(`there is no tenant ${name}`);
    return ams;
  };
}
