import { partyIdSchema } from '../../connectors/common/contracts/fspiop';
import { asha, baraka, currency, fineractSeed, type Customer } from '../kit/stack/dfsps';
import type { TenantSeed } from '../simulators/fineract/control-client';

/** Two banks in one Fineract: those who pay, and those who are paid. */
export const payersBank = 'payers';
export const payeesBank = 'payees';

export const payer: Customer = { ...asha, balance: '1000000' };
export const payee: Customer = baraka;

/** One identifier of the payee for each type, MSISDN apart, which the payee has anyway. */
export const identifiers = partyIdSchema.shape.partyIdType.options
  .filter((idType) => idType !== 'MSISDN')
  .map((idType) => ({ idType, idValue: `baraka.${idType.toLowerCase().replace('_', '-')}` }));

/** A business with tills: identifiers with a SubId. */
export const till = { idType: 'BUSINESS', idValue: 'duka', subIdOrType: 'till2' } as const;

/** Enough for every suite, however often each is played. */
export function bankSeeds(): TenantSeed[] {
  const payers = fineractSeed('lion');
  const payees = fineractSeed('buffalo');
  return [
    {
      ...payers,
      tenant: payersBank,
      accounts: payers.accounts?.map((account) => ({ ...account, balance: payer.balance })) ?? [],
    },
    {
      ...payees,
      tenant: payeesBank,
      accounts: [
        ...(payees.accounts?.map((account) => ({
          ...account,
          identifiers: [...(account.identifiers ?? []), ...identifiers],
        })) ?? []),
        { externalId: 'TILL-2', clientId: 1, currency, balance: '0', identifiers: [till] },
      ],
    },
  ];
}

export { currency };
