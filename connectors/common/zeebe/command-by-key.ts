import { status } from '@grpc/grpc-js';
import type { Clock, Random } from '../runtime';
import { GatewayError } from './gateway';
import { notTaken, retryCall } from './retry-call';

export interface CommandByKeyDeps {
  readonly clock: Clock;
  readonly random: Random;
  /** Of the command, with all its attempts. */
  readonly timeoutMs: number;
}

/**
 * Says a command that names a key. One that a busy engine does not take is said again, for nobody has heard it; one
 * whose answer is lost is not, for a second time the key may be gone because of the first.
 * @returns whether the engine knows the key.
 * @throws GatewayError for all else
 */
export async function commandByKey(
  call: (timeoutMs: number) => Promise<unknown>,
  { timeoutMs, ...deps }: CommandByKeyDeps,
): Promise<boolean> {
  try {
    const limits = { attemptTimeoutMs: timeoutMs, budgetMs: timeoutMs, after: notTaken };
    await retryCall(call, limits, deps);
    return true;
  } catch (error) {
    if (error instanceof GatewayError && error.code === status.NOT_FOUND) return false;
    throw error;
  }
}
