import { tenantNamed, type Tenant, type Tenants } from '../common/config/tenants';
import { madeOnceFor } from '../common/made-once';
import type { Clock, Deps, HttpTransport } from '../common/runtime';
import { AccountLanes } from './account-lanes';
import { FineractClient } from './fineract/client';
import { QuotedAccounts } from './quoted-accounts';
import type { OnTenantsAnswer } from './observe';
import type { Settings } from './settings';

/** One tenant's Fineract. */
export interface Ams {
  readonly tenant: Tenant<Settings>;
  readonly fineract: FineractClient;
  readonly lanes: AccountLanes;
  readonly quotedAccounts: QuotedAccounts;
}

export interface AmsDeps extends Deps {
  /** @throws NotConfiguredHere */
  amsOf(tenant: string): Ams;
}

export function openAms(
  tenants: Tenants<Settings>,
  { http, clock }: { readonly http: HttpTransport; readonly clock: Clock },
  onAnswer: OnTenantsAnswer,
): AmsDeps['amsOf'] {
  const amsFor = madeOnceFor((tenant: Tenant<Settings>): Ams => ({
    tenant,
    fineract: new FineractClient(tenant.settings, http, (call, failure) =>
      onAnswer(tenant.tenant, call, failure),
    ),
    lanes: new AccountLanes(tenant.settings.waitingPerAccountMax),
    quotedAccounts: new QuotedAccounts(clock),
  }));
  return (name) => amsFor(tenantNamed(tenants, name));
}
