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
