import type { LinkedSearch } from '../payments-link';
import { statesOfAll } from '../payments-link';
import type { Side } from '../figures';
import type { BucketOfTime, Range } from '../range';

/** Of what the figures are. */
export interface Shown {
  readonly tenant: string;
  readonly side: Side;
  readonly range: Range;
  readonly buckets: readonly BucketOfTime[];
}

/** The payments of a time, or of part of it. */
export function searchOf(
  { side }: Pick<Shown, 'side'>,
  { from, to }: Pick<BucketOfTime, 'from' | 'to'>,
  states: LinkedSearch['states'] = statesOfAll,
): LinkedSearch {
  return { side, states, startedFrom: from, startedBefore: to };
}
