import type { ErrorInformation } from '../../common/contracts/fspiop';
import { errorInformation, httpStatusOf, type FspiopErrorName } from '../../common/fspiop-errors';

/** A request that is answered at once with an FSPIOP error and starts nothing. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly status: number,
    readonly errorInformation: ErrorInformation,
  ) {
    super(`${errorInformation.errorCode} ${errorInformation.errorDescription}`);
  }
}

/** A body that is not read, or not taken on. */
export function tooLarge(): Refusal {
  return new Refusal(413, errorInformation('TOO_LARGE_PAYLOAD', 'body'));
}

export function refusal(name: FspiopErrorName, detail?: string): Refusal {
  return new Refusal(httpStatusOf(name), errorInformation(name, detail));
}

/**
 * What the request is for is not configured in this process: perhaps in another replica, or here in a minute. So no
 * definite no, as the table's 400 for 3201 would be: whoever brought the request may try the next replica.
 */
export function notConfiguredHere(what: string): Refusal {
  const information = errorInformation('DESTINATION_FSP_ERROR', `${what} is not configured here`);
  return new Refusal(503, information);
}
