export interface Backoff {
  readonly baseMs: number;
  readonly maxMs: number;
}

/**
 * How long to wait after the `attempt`th failure in a row (1, 2, ...): doubling up to `maxMs`, of which
 * between half and all by chance, so that many who failed together do not come back together.
 */
export function backoffMs(attempt: number, backoff: Backoff, fraction: number): number {
  return Math.round(longestBackoffMs(attempt, backoff) * (0.5 + fraction / 2));
}

/** The most that it may be. */
export function longestBackoffMs(attempt: number, { baseMs, maxMs }: Backoff): number {
  const exponent = Math.min(Math.max(attempt - 1, 0), 30);
  return Math.min(maxMs, baseMs * 2 ** exponent);
}
