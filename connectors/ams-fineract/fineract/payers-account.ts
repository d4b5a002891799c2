import { z } from 'zod';
import { add, compareExact, negate, readNumber, type Exact } from '../../common/decimal/exact';
import type { Money } from '../../common/money';
import { withdrawalTermsSchema, type WithdrawalTerms } from './withdrawal-fee';

/** All that a payer's debit depends on, in one answer. */
export interface PayersAccount extends WithdrawalTerms {
  readonly accountId: string;
  readonly currency: string;
  readonly status: string;
  readonly subStatus?: string | undefined;
  /** What may leave the account, charges and all, beside what is held already. */
  readonly available?: Exact | undefined;
}

/** Fineract's flags here are the names of the interoperation API there. */
const blocks = { block: 'BLOCK', blockDebit: 'BLOCK_DEBIT', blockCredit: 'BLOCK_CREDIT' } as const;
const flag = z.boolean().default(false);
const balanceSchema = z
  .string()
  .regex(/^-?\d+(\.\d+)?(E[+-]?\d+)?$/i)
  .transform(readNumber);
const zero = readNumber('0');

const stateSchema = z
  .object({
    externalId: z.string(),
    currency: z.object({ code: z.string() }),
    status: z.object({ value: z.string(), active: z.boolean() }),
    subStatus: z.object({ block: flag, blockDebit: flag, blockCredit: flag }).optional(),
    summary: z.object({ availableBalance: balanceSchema }).optional(),
    allowOverdraft: flag,
    overdraftLimit: balanceSchema.default(zero),
    enforceMinRequiredBalance: flag,
    minRequiredBalance: balanceSchema.default(zero),
  })
  .transform(({ externalId, currency, status, subStatus, summary, ...limits }) => {
    const block = (['block', 'blockDebit', 'blockCredit'] as const).find(
      (name) => subStatus?.[name] === true,
    );
    return {
      accountId: externalId,
      currency: currency.code,
      status: status.active ? 'ACTIVE' : status.value,
      subStatus: block === undefined ? undefined : blocks[block],
      available: summary && withLimits(summary.availableBalance, limits),
    };
  });

/** GET savingsaccounts/...?associations=charges */
export const payersAccountSchema: z.ZodType<PayersAccount> = z.intersection(
  stateSchema,
  withdrawalTermsSchema,
);

interface Limits {
  readonly allowOverdraft: boolean;
  readonly overdraftLimit: Exact;
  readonly enforceMinRequiredBalance: boolean;
  readonly minRequiredBalance: Exact;
}

/** `availableBalance` here knows of holds only, unlike the one of the interoperation API, which asks for no charges. */
function withLimits(balance: Exact, limits: Limits): Exact {
  const overdraft = limits.allowOverdraft ? limits.overdraftLimit : zero;
  const minimum = limits.enforceMinRequiredBalance ? limits.minRequiredBalance : zero;
  return add(add(balance, overdraft), negate(minimum));
}

/** Whether a hold of so much would be refused now. Where the account does not tell, the hold itself will. */
export function lacks({ available }: PayersAccount, amount: Money, fee: Money): boolean {
  const total = add(readNumber(amount.amount), readNumber(fee.amount));
  return available !== undefined && compareExact(total, available) > 0;
}
