/** The two DFSPs, as the hub is configured for them: all timers are the defaults. */
import type { Tenant } from '../../../../connectors/common/config/tenants';
import { channelTenantSection } from '../../../../connectors/channel/settings';
import { settingsSchema as amsSection } from '../../../../connectors/ams-fineract/settings';
import { settingsSchema as mojaloopSection } from '../../../../connectors/mojaloop/settings';
import { currency, dfspNames, fineractUser, type DfspName } from '../../../kit/stack/dfsps';
import { idSecretOf } from '../../../kit/stack/tenant-files';
import { authorizationsOfTenant } from '../../../kit/mojaloop';
import { fixedTenants } from '../../../kit/tenants';

export const addresses = {
  switch: 'http://switch.test',
  fineract: (name: DfspName): string => `http://fineract-${name}.test/fineract-provider`,
  app: (name: DfspName): string => `https://app-${name}.test/outcomes`,
};

function each<Settings>(settingsOf: (name: DfspName) => Settings) {
  const all = dfspNames.map((name): Tenant<Settings> => ({
    ...{ tenant: name, fspId: name, currencies: [currency], settings: settingsOf(name) },
    authorizations: authorizationsOfTenant(name),
  }));
  return fixedTenants(all);
}

export const channelTenants = each((name) =>
  channelTenantSection.parse({
    idSecret: idSecretOf(name),
    callbacks: { allowed: [addresses.app(name)], default: addresses.app(name) },
  }),
);

export const amsTenants = each((name) =>
  amsSection.parse({
    baseUrl: addresses.fineract(name),
    fineractTenantId: name,
    ...fineractUser,
  }),
);

export const ilpSecretOf = (name: DfspName): string => `the ILP secret of ${name}`;

export const mojaloopTenants = each((name) =>
  mojaloopSection.parse({ switch: addresses.switch, ilpSecret: ilpSecretOf(name) }),
);
