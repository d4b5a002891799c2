import type { ErrorInformation } from '../../common/contracts/fspiop';
import { errorInformation } from '../../common/fspiop-errors';
import { currencyDecimals, hasTooManyDecimals, isZero, type Money } from '../../common/money';

/**
 * Why nobody can pay this, though the API's pattern lets it through: it is zero, or has parts of the smallest
 * unit. A currency that ISO 4217 no longer has is left to whoever knows the tenant's currencies.
 */
export function paymentProblem(money: Money, element: string): ErrorInformation | undefined {
  const { currency } = money;
  if (isZero(money)) return errorInformation('VALIDATION_ERROR', `${element}.amount is zero`);
  if (currencyDecimals(currency) === undefined || !hasTooManyDecimals(money)) return undefined;
  const detail = `${element}.amount has more decimals than ${currency}`;
  return errorInformation('VALIDATION_ERROR', detail);
}
