import { z } from 'zod';
import { sum, times, type Money } from '../../common/money';

/** What decides how much more than its amount leaves an account with a debit. */
export interface WithdrawalTerms {
  /** Of the account: Fineract rounds to them, and holds with more can never be booked. */
  readonly decimals: number;
  /** Fineract rounds to these too; 0 and 1: to none. */
  readonly multiplesOf: number;
  readonly charges: readonly WithdrawalCharge[];
}

interface WithdrawalCharge {
  readonly kind: 'flat' | 'percent-of-amount';
  /** Decimal: an amount in the account's currency, or 1.5 for 1.5 %. */
  readonly amountOrPercentage: string;
}

const chargeTimes = { withdrawalFee: '5' } as const;
const kinds = { '1': 'flat', '2': 'percent-of-amount' } as const;

const decimalSchema = z.string().regex(/^\d+(\.\d+)?(E[+-]?\d+)?$/i);

const chargeSchema = z.object({
  chargeTimeType: z.object({ id: z.string() }),
  chargeCalculationType: z.object({ id: z.string() }),
  amountOrPercentage: decimalSchema,
  isActive: z.boolean().optional(),
});

/**
 * GET savingsaccounts/...?associations=charges. A withdrawal charge of a kind that is not known here makes
 * it an answer that is not understood: better no payment than one that costs more than was shown.
 */
export const withdrawalTermsSchema: z.ZodType<WithdrawalTerms> = z
  .object({
    currency: z.object({
      decimalPlaces: z.string().regex(/^\d$/),
      inMultiplesOf: z.string().regex(/^\d+$/).default('0'),
    }),
    charges: z.array(chargeSchema).default([]),
  })
  .transform(({ currency, charges }, context) => ({
    decimals: Number(currency.decimalPlaces),
    multiplesOf: Number(currency.inMultiplesOf),
    charges: charges.filter(isTakenAtWithdrawal).map((charge) => {
      const kind = kindOf(charge.chargeCalculationType.id);
      if (kind !== undefined) return { kind, amountOrPercentage: charge.amountOrPercentage };
      context.addIssue({ code: 'custom', message: 'an unknown kind of charge', path: ['charges'] });
      return z.NEVER;
    }),
  }));

function isTakenAtWithdrawal({ chargeTimeType, isActive }: z.output<typeof chargeSchema>): boolean {
  return chargeTimeType.id === chargeTimes.withdrawalFee && isActive !== false;
}

function kindOf(id: string): WithdrawalCharge['kind'] | undefined {
  return id === '1' || id === '2' ? kinds[id] : undefined;
}

/**
 * What CREATE takes beside the amount, at most: each charge rounded by itself. Fineract's own quote does not
 * tell: it rounds none, and says 0 where the account has no withdrawalFeeForTransfers, though CREATE charges.
 * (Free withdrawals and charges of one payment type may make it less.)
 */
export function withdrawalFee({ charges, decimals }: WithdrawalTerms, amount: Money): Money {
  const { currency } = amount;
  return sum(
    charges.map(({ kind, amountOrPercentage }) =>
      kind === 'flat'
        ? times({ amount: '1', currency }, amountOrPercentage, { decimals })
        : times(amount, amountOrPercentage, { decimals, per: 100 }),
    ),
    currency,
  );
}
