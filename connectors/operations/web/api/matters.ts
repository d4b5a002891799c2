/** What waits for people, and what it is called by: pure. */
import type { PaymentRow, Work } from './types';

/** Of both lists of payments. */
export function paymentRowsOf(work: Work | undefined): readonly PaymentRow[] {
  return [...(work?.toDecide.rows ?? []), ...(work?.outcomeUnknown.rows ?? [])];
}

/** Of a payment that waits: `lion:payer:<transferId>`. */
export function matterKeyOf(tenant: string, side: string, transferId: string): string {
  return `${tenant}:${side}:${transferId}`;
}

/** Undefined: the matter is no payment. */
export function transferOfKey(matterKey: string): string | undefined {
  return /^[^:]+:(?:payer|payee):(.+)$/.exec(matterKey)?.[1];
}
