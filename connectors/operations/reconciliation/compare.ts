/** Compares what is known of one transfer. Pure: the same facts give the same differences. */
import type { AmsBooking } from '../../common/contracts/ams-statement';
import type { Difference, DifferenceKind } from '../../common/contracts/reconciliations';
import { compare as compareMoney, type Money } from '../../common/money';
import { difference } from './difference';
import {
  isOfDay,
  type Cut,
  type HubPayment,
  type HubState,
  type Side,
  type SwitchTransfer,
  type TransferFacts,
} from './facts';

export interface Compared {
  readonly differences: readonly Difference[];
  /** Payments that have not ended: they are compared with the day on which they do. */
  readonly underWay: readonly HubPayment[];
  /** Payments for which statement or report do not reach far enough: what is missing there proves nothing. */
  readonly outOfReach: readonly HubPayment[];
  /** How many payments of the day were compared. */
  readonly compared: number;
}

const nothing: Compared = { differences: [], underWay: [], outOfReach: [], compared: 0 };

export const sides: readonly Side[] = ['payer', 'payee'];

const bookingOf = { payer: 'debit', payee: 'credit' } as const satisfies Record<Side, string>;

/** A payment that the switch ended just before the day begins may end here just after: either day has it. */
const atTheEdgeMs = 5 * 60_000;

/**
 * `payments`: whatever the hub knows of the transfer, whenever it was. It is compared with the day on which the hub says that it
 * ended; one that the hub does not know, with the day of its transfer or bookings.
 */
export function compareTransfer(facts: TransferFacts, cut: Cut): Compared {
  return sides.map((side) => compareSide(side, facts, cut)).reduce(together, nothing);
}

function together(left: Compared, right: Compared): Compared {
  return {
    differences: [...left.differences, ...right.differences],
    underWay: [...left.underWay, ...right.underWay],
    outOfReach: [...left.outOfReach, ...right.outOfReach],
    compared: left.compared + right.compared,
  };
}

/** One side of a transfer, of which the tenant may have both. */
interface SideFacts {
  readonly side: Side;
  readonly transferId: string;
  readonly payment: HubPayment | undefined;
  readonly transfer: SwitchTransfer | undefined;
  /** Debits or credits that stand, whoever has booked them. */
  readonly booked: readonly AmsBooking[];
  readonly held: readonly AmsBooking[];
}

function compareSide(side: Side, facts: TransferFacts, cut: Cut): Compared {
  const one = sideOf(side, facts, cut);
  const { payment } = one;
  const tell = (kinds: readonly DifferenceKind[]) => kinds.map((kind) => told(kind, one, cut));
  if (payment === undefined) return { ...nothing, differences: tell(unknownToHub(one, cut)) };
  const { state, endedMs } = payment;
  if (state === 'open' || endedMs === undefined || endedMs >= cut.untilMs) {
    return { ...nothing, underWay: payment.startedMs < cut.untilMs ? [payment] : [] };
  }
  if (endedMs < cut.fromMs) {
    return { ...nothing, differences: tell(sinceThen(payment, one, cut)) };
  }
  const kinds = [...againstAms(payment, one), ...againstSwitch(payment, one)];
  const isTold = (kind: DifferenceKind) => !isOutOfReach(kind, payment, cut);
  return {
    ...nothing,
    differences: tell(kinds.filter(isTold)),
    outOfReach: kinds.every(isTold) ? [] : [payment],
    compared: 1,
  };
}

/**
 * A payment is compared on its own day. What has come of it today is told with today's, or no day would: the switch has
 * committed what was given up the evening before, somebody has booked once more.
 */
function sinceThen(payment: HubPayment, one: SideFacts, cut: Cut): DifferenceKind[] {
  const isEndedNow = one.transfer !== undefined && isOfDay(cut, one.transfer.completedMs);
  const isBookedNow = one.booked.some(({ bookedAt }) => isOfDay(cut, Date.parse(bookedAt)));
  const ofSwitch: readonly DifferenceKind[] = ['failed-but-committed', 'paid-but-aborted'];
  return [
    ...againstAms(payment, one).filter((kind) =>
      kind === 'hold-left' ? payment.state !== 'paid' : isBookedNow && !kind.startsWith('missing'),
    ),
    ...againstSwitch(payment, one).filter((kind) => isEndedNow && ofSwitch.includes(kind)),
  ];
}

/** Something is known of it, and not by the hub: not among these payments. */
export function isUnknown(side: Side, facts: TransferFacts, cut: Cut): boolean {
  const { payment, transfer, booked, held } = sideOf(side, facts, cut);
  return payment === undefined && (transfer !== undefined || booked.length + held.length > 0);
}

function sideOf(
  side: Side,
  { transferId, payments, transfers, bookings }: TransferFacts,
  cut: Cut,
) {
  const standing = bookings.filter(({ state }) => state === 'stands');
  return {
    ...{ side, transferId },
    payment: payments.find((one) => one.side === side),
    transfer: newest(transfers.filter((one) => cut.fspId === fspOf(side, one))),
    booked: standing.filter(({ what }) => what === bookingOf[side]),
    held: side === 'payer' ? standing.filter(({ what }) => what === 'hold') : [],
  };
}

export function fspOf(side: Side, { payerFsp, payeeFsp }: SwitchTransfer): string {
  return side === 'payer' ? payerFsp : payeeFsp;
}

/** Two reports may tell of the same transfer: a later one knows more. */
export function newest(transfers: readonly SwitchTransfer[]): SwitchTransfer | undefined {
  return transfers.reduce<SwitchTransfer | undefined>(
    (best, one) => (best === undefined || one.completedMs >= best.completedMs ? one : best),
    undefined,
  );
}

function againstAms({ state, amount }: HubPayment, one: SideFacts): DifferenceKind[] {
  if (expected(state, one) === 'not-moved') {
    const kind = one.side === 'payer' ? 'debit-without-payment' : 'credit-without-payment';
    return [...(one.booked.length > 0 ? ([kind] as const) : []), ...holdLeft(one)];
  }
  const [booking, second] = one.booked;
  // The hold that it should have been taken out of may still be there: one fault, told once.
  if (booking === undefined) return [one.side === 'payer' ? 'missing-debit' : 'missing-credit'];
  if (second !== undefined) return [one.side === 'payer' ? 'double-debit' : 'double-credit'];
  const isOther = amount !== undefined && !isSame(amount, booking.amount);
  return [...(isOther ? (['other-amount-booked'] as const) : []), ...holdLeft(one)];
}

/** Of a payment whose process was ended by somebody, the switch alone knows. */
function expected(state: HubState, { transfer }: SideFacts): 'moved' | 'not-moved' {
  if (state === 'broken-off') return transfer?.state === 'COMMITTED' ? 'moved' : 'not-moved';
  return state === 'paid' ? 'moved' : 'not-moved';
}

function holdLeft({ held }: SideFacts): DifferenceKind[] {
  return held.length > 0 ? ['hold-left'] : [];
}

function againstSwitch({ state, amount }: HubPayment, { transfer }: SideFacts): DifferenceKind[] {
  if (state === 'broken-off') return [];
  if (state === 'failed') return transfer?.state === 'COMMITTED' ? ['failed-but-committed'] : [];
  if (transfer === undefined) return ['unknown-to-switch'];
  if (transfer.state === 'ABORTED') return ['paid-but-aborted'];
  if (transfer.state !== 'COMMITTED') return ['paid-but-open'];
  const isOther = amount !== undefined && !isSame(amount, transfer.amount);
  return isOther ? ['other-amount-at-switch'] : [];
}

/** Told where money moved at the switch, or by the hub's own bookings: a clerk's booking may bear any number. */
function unknownToHub({ side, transfer, booked, held }: SideFacts, cut: Cut): DifferenceKind[] {
  if (transfer !== undefined) {
    const isMoved = transfer.state === 'COMMITTED' || transfer.state === 'RESERVED';
    if (isMoved) return isOfDay(cut, transfer.completedMs) ? ['unknown-to-hub'] : [];
  }
  const ofHub = (all: readonly AmsBooking[]) =>
    all.some(({ isHubs, bookedAt }) => isHubs && isOfDay(cut, Date.parse(bookedAt)));
  const kind = side === 'payer' ? 'debit-without-payment' : 'credit-without-payment';
  return [
    ...(ofHub(booked) ? ([kind] as const) : []),
    ...(ofHub(held) ? (['hold-left'] as const) : []),
  ];
}

function isOutOfReach(kind: DifferenceKind, payment: HubPayment, cut: Cut): boolean {
  const { startedMs, endedMs = startedMs } = payment;
  if (kind === 'missing-debit' || kind === 'missing-credit') return startedMs < cut.bookingsSinceMs;
  if (kind !== 'unknown-to-switch') return false;
  const { fromMs, untilMs } = cut.report;
  return endedMs < fromMs + atTheEdgeMs || endedMs >= untilMs;
}

function isSame(left: Money, right: Money): boolean {
  return left.currency === right.currency && compareMoney(left, right) === 0;
}

function told(kind: DifferenceKind, one: SideFacts, cut: Cut): Difference {
  const { side, transferId, payment, transfer, booked, held } = one;
  const bookings = [...booked, ...held];
  const amount = payment?.amount ?? transfer?.amount ?? bookings[0]?.amount;
  return difference(cut, kind, {
    ...{ side, transferId },
    transactionId: payment?.transactionId ?? null,
    currency: amount?.currency ?? '',
    hub: payment === undefined ? 'unknown' : saying(payment.state, payment.amount),
    ams:
      bookings.length === 0
        ? 'nothing stands'
        : bookings
            .map((row) => `${saying(row.what, row.amount)} (row ${row.bookingId})`)
            .join('; '),
    switch: transfer === undefined ? 'unknown' : saying(transfer.state, transfer.amount),
  });
}

function saying(word: string, money: Money | undefined): string {
  return money === undefined ? word : `${word} ${money.amount} ${money.currency}`;
}
