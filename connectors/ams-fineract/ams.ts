import { tenantNamed, type Tenant, type Tenants } from '../common/config/tenants';
import type { PartyId } from '../common/contracts/fspiop';
import { madeOnceFor } from '../common/made-once';
import { peerNames, type Clock, type Deps, type HttpTransport } from '../common/runtime';
import { AccountLanes } from './account-lanes';
import { FineractClient } from './fineract/client';
import type { OnTenantsAnswer } from './observe';
import { RecentAccounts, textOfParty, textOfQuote, type Quoted } from './recent-accounts';
import type { Settings } from './settings';

/** One tenant's Fineract. */
export interface Ams {
  readonly tenant: Tenant<Settings>;
  readonly fineract: FineractClient;
  readonly lanes: AccountLanes;
  /** Whose a party's identifier was when Fineract was last asked: where to look, and no proof that it is so now. */
  readonly foundAccounts: RecentAccounts<PartyId>;
  /** For which account a quote was given: its transfer is for that one. */
  readonly quotedAccounts: RecentAccounts<Quoted>;
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
    fineract: new FineractClient(
      tenant.settings,
      toFineractOf(tenant.tenant, http),
      (call, failure) => onAnswer(tenant.tenant, call, failure),
    ),
    lanes: new AccountLanes(tenant.settings.waitingPerAccountMax),
    foundAccounts: new RecentAccounts(clock, textOfParty),
    quotedAccounts: new RecentAccounts(clock, textOfQuote),
  }));
  return (name) => amsFor(tenantNamed(tenants, name));
}

function toFineractOf(tenant: string, http: HttpTransport): HttpTransport {
  const peer = { tenant, name: peerNames.fineract };
  return { request: (request) => http.request({ ...request, peer }) };
}
