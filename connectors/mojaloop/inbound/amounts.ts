import type { ErrorInformation } from '../../common/contracts/fspiop';
import { errorInformation } from '../../common/fspiop-errors';
import { currencyDecimals, hasTooManyDecimals, isZero, type Money } from '../../common/money';
import { Refusal } from './refusal';

/**
 * What is wrong with an amount that the API's pattern lets through: parts of the currency's smallest unit. A
 * currency that ISO 4217 no longer has is left to whoever knows the tenant's currencies.
 */
function unitsProblem(money: Money, element: string): ErrorInformation | undefined {
  if (currencyDecimals(money.currency) === undefined || !hasTooManyDecimals(money))
    return undefined;
  const detail = `${element}.amount has more decimals than ${money.currency}`;
  return errorInformation('VALIDATION_ERROR', detail);
}

/** Why nobody can pay this: it is zero, or has parts of the smallest unit. */
export function paymentProblem(money: Money, element: string): ErrorInformation | undefined {
  if (!isZero(money)) return unitsProblem(money, element);
  return errorInformation('VALIDATION_ERROR', `${element}.amount is zero`);
}

/** @throws Refusal 3100 that names the amount. */
export function requirePayable(money: Money, element: string): void {
  refuseIf(paymentProblem(money, element));
}

/** For fees, which may be zero. @throws Refusal 3100 that names the amount. */
export function requireWholeUnits(money: Money, element: string): void {
  refuseIf(unitsProblem(money, element));
}

function refuseIf(problem: ErrorInformation | undefined): void {
  if (problem !== undefined) throw new Refusal(400, problem);
}
