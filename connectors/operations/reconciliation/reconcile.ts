import type { AmsBooking } from '../../common/contracts/ams-statement';
import { Buckets } from './buckets';
import { compareTransfer, isUnknown, sides } from './compare';
import type { Difference } from '../../common/contracts/reconciliations';
import type { Cut, HubPayment, SwitchTransfer, TransferFacts } from './facts';
import { Movement, type Position } from './positions';

export interface Sources {
  /** Those that ended on the day, and those that have not ended. */
  readonly payments: AsyncIterable<HubPayment>;
  /** Whatever the hub knows of these transfers, whenever it was. */
  readonly paymentsOf: (transferIds: readonly string[]) => Promise<readonly HubPayment[]>;
  readonly bookings: AsyncIterable<AmsBooking>;
  readonly transfers: AsyncIterable<SwitchTransfer>;
  /** None: they are not compared. */
  readonly positions: readonly Position[];
}

export type Found =
  | { readonly kind: 'difference'; readonly difference: Difference }
  | { readonly kind: 'under-way' | 'out-of-reach'; readonly payment: HubPayment }
  | { readonly kind: 'end'; readonly compared: number };

/** Each difference as it is found, in no order; the end comes last. */
export async function* reconcile(
  sources: Sources,
  cut: Cut,
  scratchFolder: string,
): AsyncGenerator<Found> {
  const buckets = new Buckets(scratchFolder);
  try {
    await gatherAll(sources, cut, buckets);
    const movement = new Movement(cut);
    let compared = 0;
    for await (const bucket of buckets.read()) {
      for (const facts of await withOtherDays(bucket, sources, cut)) {
        movement.count(facts.transfers);
        const result = compareTransfer(facts, cut);
        compared += result.compared;
        for (const difference of result.differences) yield { kind: 'difference', difference };
        for (const payment of result.underWay) yield { kind: 'under-way', payment };
        for (const payment of result.outOfReach) yield { kind: 'out-of-reach', payment };
      }
    }
    for (const difference of movement.against(sources.positions)) {
      yield { kind: 'difference', difference };
    }
    yield { kind: 'end', compared };
  } finally {
    buckets.close();
  }
}

async function gatherAll(sources: Sources, { fspId }: Cut, buckets: Buckets): Promise<void> {
  for await (const fact of sources.bookings) buckets.put({ of: 'ams', fact });
  for await (const fact of sources.transfers) {
    // A scheme's report may be of all its members.
    if ([fact.payerFsp, fact.payeeFsp].includes(fspId)) buckets.put({ of: 'switch', fact });
  }
  // Last: what ended while the others were read has ended after the cut.
  for await (const fact of sources.payments) buckets.put({ of: 'hub', fact });
}

/** Transfers and bookings of payments that ended on another day are not unknown to the hub. */
async function withOtherDays(
  bucket: readonly TransferFacts[],
  { paymentsOf }: Sources,
  cut: Cut,
): Promise<readonly TransferFacts[]> {
  const orphans = bucket.filter((facts) => sides.some((side) => isUnknown(side, facts, cut)));
  if (orphans.length === 0) return bucket;
  const known = new Map<string, HubPayment[]>();
  for (const payment of await paymentsOf(orphans.map(({ transferId }) => transferId))) {
    known.set(payment.transferId, [...(known.get(payment.transferId) ?? []), payment]);
  }
  return bucket.map((facts) => ({
    ...facts,
    payments: known.get(facts.transferId) ?? facts.payments,
  }));
}
