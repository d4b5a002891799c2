/** Which attempt of a job this is, and what comes after it: pure. */
import { retriesOf as tenantsOwn, type TenantRetries } from '../retries/tenant-retries';
import { steps, usualPause, type Step } from '../retries/steps';
import type { Backoff } from '../zeebe/backoff';
import type { WorkerDefinition } from './worker';

export interface Attempt {
  /** 1 for the first. */
  readonly number: number;
  /** What the engine is told when this one fails: 0 when it was the last. */
  readonly retriesLeft: number;
  readonly pause: Backoff;
}

/**
 * The engine tells only how many attempts are left, as the diagram has it. Where a tenant has another number of attempts, those
 * after the first are counted above the worker's own: `worker's + tenant's - 1` down to `worker's + 1`. So fewer than the
 * worker's own are still what they say: what a diagram, or a person at an incident, has given.
 */
export function attemptOf(
  { type, retries: given, pause = usualPause }: WorkerDefinition,
  { retries: left }: { readonly retries: number },
  ofTenant: TenantRetries | undefined,
): Attempt {
  const own = ofTenant?.[type as keyof TenantRetries];
  if (own === undefined || !(type in steps)) return counted(given, left, pause);
  const { attempts, pause: ownPause } = tenantsOwn(type as Step, own);
  if (own.attempts === undefined || left < given) return counted(given, left, ownPause);
  const number = left === given ? 1 : Math.max(2, given + attempts - left + 1);
  const retriesLeft = number >= attempts ? 0 : given + attempts - number;
  return { number, retriesLeft, pause: ownPause };
}

/** A diagram that gives more attempts than the worker has starts at 1 for longer. */
function counted(given: number, left: number, pause: Backoff): Attempt {
  return { number: Math.max(1, given - left + 1), retriesLeft: Math.max(0, left - 1), pause };
}
