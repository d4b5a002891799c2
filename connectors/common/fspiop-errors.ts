import { Enums, Factory } from '@mojaloop/central-services-error-handling';
import type { ErrorInformation } from './contracts/fspiop';

/**
 * The errors that the hub itself gives, FSPIOP API Definition 7.6, by the names that Mojaloop's own
 * error handling has for them. A peer's codes, a scheme's own (xx40 and up) among them, are never
 * looked up here: they pass through as they came.
 */
export type FspiopErrorName =
  | 'COMMUNICATION_ERROR'
  | 'DESTINATION_COMMUNICATION_ERROR'
  | 'SERVER_ERROR'
  | 'INTERNAL_SERVER_ERROR'
  | 'NOT_IMPLEMENTED'
  | 'SERVICE_CURRENTLY_UNAVAILABLE'
  | 'SERVER_TIMED_OUT'
  | 'SERVER_BUSY'
  | 'CLIENT_ERROR'
  | 'UNACCEPTABLE_VERSION'
  | 'UNKNOWN_URI'
  | 'VALIDATION_ERROR'
  | 'MALFORMED_SYNTAX'
  | 'MISSING_ELEMENT'
  | 'TOO_MANY_ELEMENTS'
  | 'TOO_LARGE_PAYLOAD'
  | 'MODIFIED_REQUEST'
  | 'ID_NOT_FOUND'
  | 'DESTINATION_FSP_ERROR'
  | 'PAYEE_FSP_ID_NOT_FOUND'
  | 'PARTY_NOT_FOUND'
  | 'QUOTE_ID_NOT_FOUND'
  | 'TRANSFER_ID_NOT_FOUND'
  | 'TXN_ID_NOT_FOUND'
  | 'QUOTE_EXPIRED'
  | 'TRANSFER_EXPIRED'
  | 'PAYER_ERROR'
  | 'PAYER_FSP_INSUFFICIENT_LIQUIDITY'
  | 'PAYER_REJECTION'
  | 'PAYER_FSP_UNSUPPORTED_TXN_TYPE'
  | 'PAYER_UNSUPPORTED_CURRENCY'
  | 'PAYER_LIMIT_ERROR'
  | 'PAYER_PERMISSION_ERROR'
  | 'PAYER_BLOCKED_ERROR'
  | 'PAYEE_ERROR'
  | 'PAYEE_FSP_INSUFFICIENT_LIQUIDITY'
  | 'PAYEE_REJECTION'
  | 'PAYEE_FSP_UNSUPPORTED_TXN_TYPE'
  | 'PAYEE_FSP_REJECTED_QUOTE'
  | 'PAYEE_FSP_REJECTED_TXN'
  | 'PAYEE_UNSUPPORTED_CURRENCY'
  | 'PAYEE_LIMIT_ERROR'
  | 'PAYEE_PERMISSION_ERROR'
  | 'GENERIC_PAYEE_BLOCKED_ERROR';

/** FSPIOP 7.2.5 ErrorDescription. */
const descriptionLengthMax = 128;

/** `detail` follows the standard's own words; it goes to the peer: no internals, no personal data. */
export function errorInformation(name: FspiopErrorName, detail?: string): ErrorInformation {
  const error = Factory.createFSPIOPError(codeOf(name), detail);
  const { errorCode, errorDescription } = error.toApiErrorObject({
    includeCauseExtension: false,
  }).errorInformation;
  return { errorCode, errorDescription: errorDescription.slice(0, descriptionLengthMax) };
}

/** The HTTP status that goes with an error that is answered at once, not by callback. */
export function httpStatusOf(name: FspiopErrorName): number {
  return Factory.createFSPIOPError(codeOf(name)).httpStatusCode;
}

export function errorCodeOf(name: FspiopErrorName): string {
  return codeOf(name).code;
}

function codeOf(name: FspiopErrorName) {
  const code = Enums.FSPIOPErrorCodes[name];
  if (code === undefined) throw new Error(`Mojaloop's error handling does not know ${name}`);
  return code;
}
