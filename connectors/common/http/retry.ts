import type { HttpResponse } from '../runtime';

const tryLater = new Set([408, 425, 429]);
const retryAfterMaxMs = 60_000;

/** The peer says itself that the same request may be taken later. */
export function asksToTryLater({ status }: HttpResponse): boolean {
  return status >= 500 || tryLater.has(status);
}

/** Retry-After in its form in seconds only: the form with a date would need the peer's clock to be right. */
export function retryAfterMs({ headers }: HttpResponse): number | undefined {
  const seconds = headers['retry-after'];
  if (seconds === undefined || !/^\d{1,6}$/.test(seconds)) return undefined;
  return Math.min(Number(seconds) * 1_000, retryAfterMaxMs);
}
