/** From a figure to the payments that it counts: by the names of the search, which the place Payments has in its address. */
import type { PaymentSearch, PaymentState } from '../api/types';
import { placeAddress } from '../kit/addresses';

export interface LinkedSearch extends Pick<
  PaymentSearch,
  | ('side' | 'currency' | 'counterpart' | 'startedFrom' | 'startedBefore')
  | ('ranBy' | 'wentThroughElement' | 'standsAtElement')
> {
  readonly states?: readonly PaymentState[];
  readonly errorCodes?: readonly string[];
  readonly wentThrough?: readonly string[];
  readonly standsAt?: readonly string[];
  readonly standsStill?: boolean;
}

export function paymentsLink(tenant: string, search: LinkedSearch): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    query.set(name, String(value));
  }
  return `${placeAddress(tenant, 'payments')}?${query.toString()}`;
}

/** What each outcome of a report is in the states of payments. Terms that were only asked for are no payments. */
export const statesOf = {
  paid: ['paid'],
  failed: ['failed'],
  cancelled: ['cancelled'],
  open: ['under-way', 'waiting-for-payer', 'waiting-for-operator'],
} as const;

/** Of payments that were not made after all. */
export const statesNotMade = [...statesOf.failed, ...statesOf.cancelled];
export const statesOfAll = Object.values(statesOf).flat();
