/** What people were called for, as it stands now. Pure. */
import type { KnownMatters } from '../../common/contracts/known-matters';
import type { Told } from './decide';
import type { KnownCalls } from './known-calls';

export interface CalledFor {
  readonly key: string;
  /** Of what it waits for now, which may be another thing than it was called for: so its owner is that of the work list. */
  readonly since: string;
  readonly told: Told;
}

export function calledForNow(
  tenant: string,
  known: {
    readonly calls: Pick<KnownCalls, 'calledSoFar'>;
    readonly matters: Pick<KnownMatters, 'of'>;
  },
): readonly CalledFor[] {
  return [...known.calls.calledSoFar(tenant).told].map(([key, told]) => {
    const matter = known.matters.of(key);
    return { key, told, since: matter?.state === 'waiting' ? matter.since : told.since };
  });
}
