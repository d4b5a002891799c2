import type { FspiopVersion } from '../api/media-type';

/** Mojaloop's transaction requests service speaks 1.x only, in a scheme of 2.0 too. */
export function requestVersionOf(version: FspiopVersion): FspiopVersion {
  return version === '2.0' ? '1.1' : version;
}
