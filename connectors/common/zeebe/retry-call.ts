import { status } from '@grpc/grpc-js';
import type { Clock, Random } from '../runtime';
import { backoffMs } from './backoff';
import { GatewayError } from './gateway';

/** The engine did not take the call, for it has more to do than it can: nothing has happened. */
export const notTaken: ReadonlySet<status> = new Set([status.RESOURCE_EXHAUSTED]);

/** Says that the gateway did not take the call, or not in time, and may well take it later. */
const passing: ReadonlySet<status> = new Set([
  status.UNAVAILABLE,
  status.RESOURCE_EXHAUSTED,
  status.DEADLINE_EXCEEDED,
  status.ABORTED,
]);

const betweenCalls = { baseMs: 50, maxMs: 2_000 };

export interface RetryLimits {
  /** Deadline of one attempt. */
  readonly attemptTimeoutMs: number;
  /** No attempt begins after this time. */
  readonly budgetMs: number;
  readonly signal?: AbortSignal;
  /** What is tried again after; by default, all that may pass. */
  readonly after?: ReadonlySet<status>;
}

/**
 * Repeats a call while the gateway is busy or away. Only for calls where a second time does no harm, or after
 * `notTaken`.
 * @throws GatewayError of the last attempt.
 */
export async function retryCall<Result>(
  call: (timeoutMs: number) => Promise<Result>,
  { attemptTimeoutMs, budgetMs, signal, after = passing }: RetryLimits,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): Promise<Result> {
  const endAt = clock.now() + budgetMs;
  for (let attempt = 1; ; attempt += 1) {
    const leftMs = Math.max(1, endAt - clock.now());
    try {
      return await call(Math.min(attemptTimeoutMs, leftMs));
    } catch (error) {
      if (!(error instanceof GatewayError) || !after.has(error.code)) throw error;
      const waitMs = backoffMs(attempt, betweenCalls, random.fraction());
      if (signal?.aborted === true || clock.now() + waitMs >= endAt) throw error;
      await clock.sleep(waitMs, signal);
    }
  }
}
