import { Decimal } from 'decimal.js';
import { currencyDecimals } from '../../../../connectors/common/money';

/** Wide enough for Fineract's numeric(19,6) and for percentages of it, and never in exponents. */
export const Exact = Decimal.clone({ precision: 60, toExpNeg: -40, toExpPos: 40 });
export type Exact = Decimal;

export const zero = new Exact(0);

/** Fineract's Money.of: half-even, to the currency's decimals. */
export function roundToCurrency(amount: Exact, currency: string): Exact {
  return amount.toDecimalPlaces(currencyDecimals(currency) ?? 2, Decimal.ROUND_HALF_EVEN);
}
