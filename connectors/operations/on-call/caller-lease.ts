/** Which one of several processes of the role calls: so that nobody is called twice for one thing. Pure. */
import type { CallerClaim } from '../../common/contracts/calls';
import type { EpochMs } from '../../common/runtime';

export interface Lease {
  readonly caller: string;
  /** By the broker's clock. */
  readonly untilMs: EpochMs;
}

/**
 * The lease after one claim more. Whoever reads the claims in their order comes to the same caller: a claim counts while
 * nobody else has the lease, and prolongs one's own.
 */
export function leaseAfter(
  lease: Lease | undefined,
  { caller, forMs }: Pick<CallerClaim, 'caller' | 'forMs'>,
  claimedAtMs: EpochMs,
): Lease {
  const isOthers = lease !== undefined && lease.caller !== caller && claimedAtMs < lease.untilMs;
  return isOthers ? lease : { caller, untilMs: claimedAtMs + forMs };
}
