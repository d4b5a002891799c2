import { types } from 'node:util';

/** What was thrown, in words: nearly always an Error, perhaps one of another realm, but nobody promises that. */
export function messageOf(error: unknown): string {
  return types.isNativeError(error) ? error.message : String(error);
}
