import type { ErrorInformation } from '../../common/contracts/fspiop';

/**
 * Body of a callback to /error. Without the extensions: where the error is a peer's own, they may hold a stack
 * trace or addresses, which are for the operator who finds them in the process, not for the next DFSP.
 */
export function errorBody({ errorCode, errorDescription }: ErrorInformation) {
  return { errorInformation: { errorCode, errorDescription } };
}
