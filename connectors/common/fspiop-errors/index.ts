import { Enums, Factory } from '@mojaloop/central-services-error-handling';
import type { ErrorInformation } from '../contracts/fspiop';
import { errorTable, type FspiopErrorName } from './table';

export { categoryOf, meaningOf } from './meaning';
export type { FspiopErrorName } from './table';

/** FSPIOP 7.2.5 ErrorDescription. */
const descriptionLengthMax = 128;

/**
 * An error that the hub itself gives. `detail` follows the standard's own words; it goes to the peer: no
 * internals, no personal data.
 */
export function errorInformation(name: FspiopErrorName, detail?: string): ErrorInformation {
  const code = Enums.FSPIOPErrorCodes[name];
  if (code === undefined) throw new Error(`Mojaloop's error handling does not know ${name}`);
  const error = Factory.createFSPIOPError(code, detail);
  const { errorCode, errorDescription } = error.toApiErrorObject({
    includeCauseExtension: false,
  }).errorInformation;
  return { errorCode, errorDescription: fittingDescription(errorDescription) };
}

/** As much of a text as an errorDescription can hold, without half a character at its end. */
export function fittingDescription(text: string): string {
  if (text.length <= descriptionLengthMax) return text;
  return text.slice(0, descriptionLengthMax).replace(/[\uD800-\uDBFF]$/, '');
}

/** The HTTP status that goes with an error that is answered at once, not by callback. */
export function httpStatusOf(name: FspiopErrorName): number {
  return errorTable[name].httpStatus;
}

export function errorCodeOf(name: FspiopErrorName): string {
  return errorTable[name].code;
}

/** Codes whose title has a word that begins so: `insufficient`. */
export function errorCodesNamed(beginning: string): string[] {
  const wanted = beginning.toLowerCase();
  const isCalled = (title: string): boolean =>
    title
      .toLowerCase()
      .split(/[^a-z]+/)
      .some((word) => word.startsWith(wanted));
  return Object.values(errorTable).flatMap(({ title, code }) => (isCalled(title) ? [code] : []));
}
