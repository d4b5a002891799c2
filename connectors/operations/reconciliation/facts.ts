/** What hub, account management system and switch each say of transfers: what is compared. */
import type { AmsBooking } from '../../common/contracts/ams-statement';
import type { Money } from '../../common/money';
import type { EpochMs } from '../../common/runtime';

export type Side = 'payer' | 'payee';

/** How a payment has ended for the hub; `open`: it has not; `broken-off`: somebody has ended its process. */
export type HubState = 'paid' | 'failed' | 'broken-off' | 'open';

export interface HubPayment {
  readonly side: Side;
  readonly transactionId: string;
  readonly transferId: string;
  readonly state: HubState;
  readonly startedMs: EpochMs;
  /** Undefined while it is open. */
  readonly endedMs: EpochMs | undefined;
  /** Of the transfer; undefined where it came to none. */
  readonly amount: Money | undefined;
}

export type SwitchState = 'RECEIVED' | 'RESERVED' | 'COMMITTED' | 'ABORTED';

/** A line of the switch's own report. */
export interface SwitchTransfer {
  readonly transferId: string;
  readonly state: SwitchState;
  readonly amount: Money;
  readonly payerFsp: string;
  readonly payeeFsp: string;
  /** When it came to this state. */
  readonly completedMs: EpochMs;
}

/** All that is known of one transfer. */
export interface TransferFacts {
  readonly transferId: string;
  /** One for each side that is this tenant's: a payment within a DFSP has both. */
  readonly payments: readonly HubPayment[];
  readonly transfers: readonly SwitchTransfer[];
  readonly bookings: readonly AmsBooking[];
}

/** Until when and since when there is something to compare with. */
export interface Cut {
  readonly tenant: string;
  /** The tenant's name at the switch. */
  readonly fspId: string;
  readonly date: string;
  readonly fromMs: EpochMs;
  /** The end of the day, or of what is known of it: payments that ended later are not compared. */
  readonly untilMs: EpochMs;
  /** The statement has every booking since then. */
  readonly bookingsSinceMs: EpochMs;
  /** The switch's report has every transfer that came to an end within. */
  readonly report: { readonly fromMs: EpochMs; readonly untilMs: EpochMs };
}

export function isOfDay({ fromMs, untilMs }: Cut, atMs: EpochMs): boolean {
  return atMs >= fromMs && atMs < untilMs;
}
