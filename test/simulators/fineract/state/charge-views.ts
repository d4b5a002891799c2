import { exact } from './json';
import type { Account, Charge } from './model';
import { currencyView } from './view-parts';

/** GET savingsaccounts/{id} under `?associations=charges`. */
export function chargeViews(account: Account): readonly object[] {
  return account.product.charges.map((charge, index) => chargeView(account, charge, index + 1));
}

const timeType = { id: 5, code: 'chargeTimeType.withdrawalFee', value: 'Withdrawal Fee' };
const calculationTypes = {
  flat: { id: 1, code: 'chargeCalculationType.flat', value: 'Flat' },
  percent: { id: 2, code: 'chargeCalculationType.percent.of.amount', value: '% Amount' },
} as const;

function chargeView(account: Account, { kind, amount }: Charge, id: number): object {
  const isFlat = kind === 'flat';
  return {
    id,
    chargeId: id,
    accountId: account.id,
    name: `charge ${id}`,
    chargeTimeType: timeType,
    chargeCalculationType: calculationTypes[kind],
    percentage: isFlat ? 0 : exact(amount),
    amountPercentageAppliedTo: 0,
    // Of the charge, not of the account: it has no multiples.
    currency: { ...currencyView(account.currency), inMultiplesOf: undefined },
    amount: isFlat ? exact(amount) : 0,
    amountPaid: 0,
    amountWaived: 0,
    amountWrittenOff: 0,
    amountOutstanding: 0,
    amountOrPercentage: exact(amount),
    penalty: false,
    isActive: true,
    isFreeWithdrawal: false,
  };
}
