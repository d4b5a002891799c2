import { z } from 'zod';
import { withdrawalTermsSchema, type WithdrawalTerms } from './withdrawal-fee';

/** All that a payer's debit depends on, in one answer; only the balance it does not tell. */
export interface PayersAccount extends WithdrawalTerms {
  readonly accountId: string;
  readonly currency: string;
  readonly status: string;
  readonly subStatus?: string | undefined;
}

/** Fineract's flags here are the names of the interoperation API there. */
const blocks = { block: 'BLOCK', blockDebit: 'BLOCK_DEBIT', blockCredit: 'BLOCK_CREDIT' } as const;
const flag = z.boolean().default(false);

const stateSchema = z
  .object({
    externalId: z.string(),
    currency: z.object({ code: z.string() }),
    status: z.object({ value: z.string(), active: z.boolean() }),
    subStatus: z.object({ block: flag, blockDebit: flag, blockCredit: flag }).optional(),
  })
  .transform(({ externalId, currency, status, subStatus }) => {
    const block = (['block', 'blockDebit', 'blockCredit'] as const).find(
      (name) => subStatus?.[name] === true,
    );
    return {
      accountId: externalId,
      currency: currency.code,
      status: status.active ? 'ACTIVE' : status.value,
      subStatus: block === undefined ? undefined : blocks[block],
    };
  });

/** GET savingsaccounts/...?associations=charges */
export const payersAccountSchema: z.ZodType<PayersAccount> = z.intersection(
  stateSchema,
  withdrawalTermsSchema,
);
