import type { TenantSeed } from '../../simulators/fineract/control-client';

/** The two DFSPs of the stack: tenants of one hub, each with a Fineract of its own. */
export const dfspNames = ['lion', 'buffalo'] as const;
export type DfspName = (typeof dfspNames)[number];

export const currency = 'TZS';

export interface Customer {
  readonly firstName: string;
  readonly lastName: string;
  readonly msisdn: string;
  /** Fineract's externalId of the savings account. */
  readonly accountId: string;
  readonly balance: string;
}

export const asha: Customer = {
  firstName: 'Asha',
  lastName: 'Juma',
  msisdn: '255700000001',
  accountId: 'LION-1',
  balance: '10000',
};

export const baraka: Customer = {
  firstName: 'Baraka',
  lastName: 'Mushi',
  msisdn: '255700000002',
  accountId: 'BUFFALO-1',
  balance: '500',
};

export const customers: Readonly<Record<DfspName, readonly Customer[]>> = {
  lion: [asha],
  buffalo: [baraka],
};

/** A number that no DFSP has registered at the switch. */
export const unknownMsisdn = '255700000099';

/** User of the simulators' Fineract. */
export const fineractUser = { username: 'mifos', password: 'password' };

export function fineractSeed(name: DfspName): TenantSeed {
  return {
    tenant: name,
    clients: customers[name].map(({ firstName, lastName, msisdn }, index) => ({
      id: index + 1,
      firstname: firstName,
      lastname: lastName,
      mobileNo: msisdn,
    })),
    accounts: customers[name].map(({ accountId, balance, msisdn }, index) => ({
      externalId: accountId,
      clientId: index + 1,
      currency,
      balance,
      identifiers: [{ idType: 'MSISDN', idValue: msisdn }],
    })),
  };
}
