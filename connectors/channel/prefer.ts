/**
 * Seconds of `Prefer: wait=n` (RFC 7240), at most `waitMaxS`; undefined without one. A preference that
 * cannot be understood is no error but is passed over, as the RFC asks.
 */
export function preferredWaitS(header: string | undefined, waitMaxS: number): number | undefined {
  for (const preference of header?.split(',') ?? []) {
    const wait = /^\s*wait\s*=\s*"?(\d{1,9})"?\s*(?:;.*)?$/i.exec(preference)?.[1];
    if (wait === undefined) continue;
    const seconds = Math.min(Number(wait), waitMaxS);
    return seconds === 0 ? undefined : seconds;
  }
  return undefined;
}
