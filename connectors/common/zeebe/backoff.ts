export interface Backoff {
  readonly baseMs: number;
  readonly maxMs: number;
}

/**
 * How long to wait after the `attempt`th failure in a row (1, 2, ...): doubling up to `maxMs`, of which
 * between half and all by chance, so that many who failed together do not come back together.
 */
export function backoffMs(attempt: number, { baseMs, maxMs }: Backoff, fraction: number): number {
  const exponent = Math.min(Math.max(attempt - 1, 0), 30);
  const fullMs = Math.min(maxMs, baseMs * 2 ** exponent);
  return Math.round(fullMs * (0.5 + fraction / 2));
}
