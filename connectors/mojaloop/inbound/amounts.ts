import { currencyDecimals, hasTooManyDecimals, isZero, type Money } from '../../common/money';
import { refusal } from './refusal';

/**
 * What the pattern of the API cannot say: no parts of the currency's smallest unit. A currency that ISO 4217
 * no longer has is left to whoever knows the tenant's currencies.
 * @throws Refusal 3100 that names the amount.
 */
export function requireWholeUnits(money: Money, element: string): void {
  if (currencyDecimals(money.currency) === undefined || !hasTooManyDecimals(money)) return;
  throw refusal('VALIDATION_ERROR', `${element}.amount has more decimals than ${money.currency}`);
}

/** @throws Refusal 3100 that names the amount. */
export function requirePayable(money: Money, element: string): void {
  if (isZero(money)) throw refusal('VALIDATION_ERROR', `${element}.amount is zero`);
  requireWholeUnits(money, element);
}
