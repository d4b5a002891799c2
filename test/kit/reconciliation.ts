/** Days on which hub, Fineract and switch agree, and faults that are planted in one of the three. */
import fc from 'fast-check';
import type { AmsBooking } from '../../connectors/common/contracts/ams-statement';
import { fromMinorUnits, type Money } from '../../connectors/common/money';
import type {
  Cut,
  HubPayment,
  HubState,
  Side,
  SwitchTransfer,
} from '../../connectors/operations/reconciliation/facts';
import type { DifferenceKind } from '../../connectors/common/contracts/reconciliations';
import type { Position } from '../../connectors/operations/reconciliation/positions';

const dayMs = 86_400_000;
const fromMs = Date.UTC(2026, 10, 28);
const untilMs = fromMs + dayMs;

export const cut: Cut = {
  ...{ tenant: 'lion', fspId: 'lionfsp', date: '2026-11-28', fromMs, untilMs },
  bookingsSinceMs: fromMs - dayMs,
  report: { fromMs, untilMs },
};

/** What the three say, as it may be changed. */
export interface ReconciledDay {
  payments: HubPayment[];
  /** Of other days: found only when asked for. */
  readonly otherDays: HubPayment[];
  bookings: AmsBooking[];
  transfers: SwitchTransfer[];
  readonly positions: Position[];
}

interface Told {
  readonly side: Side;
  readonly state: HubState;
  readonly minorUnits: bigint;
  readonly currency: string;
  /** Of the day; below 0 and above 1 on the days beside it. */
  readonly at: number;
  /** A failed payment may have come to the switch, or not. */
  readonly reachedSwitch: boolean;
}

const told: fc.Arbitrary<Told> = fc.record({
  side: fc.constantFrom<Side>('payer', 'payee'),
  state: fc.constantFrom<HubState>('paid', 'paid', 'paid', 'failed', 'broken-off', 'open'),
  minorUnits: fc.bigInt(1n, 10n ** 12n),
  currency: fc.constantFrom('TZS', 'USD', 'JPY'),
  at: fc.double({ min: -0.5, max: 1.5, noNaN: true }),
  reachedSwitch: fc.boolean(),
});

/** All of a day, and of those beside it. */
export const days: fc.Arbitrary<ReconciledDay> = fc
  .array(told, { maxLength: 30 })
  .map((all) =>
    dayOf([certain('payer', 'paid'), certain('payee', 'paid'), certain('payer', 'failed'), ...all]),
  );

/** At noon: of these there is one of each in every day, to plant faults in. */
const certain = (side: Side, state: HubState): Told => {
  return { side, state, minorUnits: 12_345n, currency: 'TZS', at: 0.5, reachedSwitch: true };
};

function dayOf(all: readonly Told[]): ReconciledDay {
  const day: ReconciledDay = {
    ...{ payments: [], otherDays: [], bookings: [], transfers: [], positions: [] },
  };
  all.forEach((one, index) => {
    tell(day, one, index);
  });
  day.positions.push(...positionsOf(day));
  return day;
}

function tell(day: ReconciledDay, one: Told, index: number): void {
  const { side, state, currency, at } = one;
  const amount = fromMinorUnits(one.minorUnits, currency);
  const transferId = idOf(index);
  const endedMs = Math.floor(fromMs + at * dayMs);
  const isOpen = state === 'open';
  const payment: HubPayment = {
    ...{ side, transferId, state, amount, transactionId: `payment ${index}` },
    ...{ startedMs: endedMs - 2_000, endedMs: isOpen ? undefined : endedMs },
  };
  // A payment that has not ended is among those of the day; one of another day is not.
  const isListed = isOpen || (endedMs >= fromMs && endedMs < untilMs);
  (isListed ? day.payments : day.otherDays).push(payment);
  const moved = state === 'paid' || (state === 'broken-off' && one.reachedSwitch);
  if (moved || one.reachedSwitch) {
    const switchState = moved ? 'COMMITTED' : isOpen ? 'RESERVED' : 'ABORTED';
    day.transfers.push(transferOf(side, transferId, amount, switchState, endedMs - 1_000));
  }
  if (side === 'payer' && (moved || isOpen || one.reachedSwitch)) {
    const held = isOpen ? 'stands' : 'released';
    day.bookings.push(bookingOf(`${index}h`, transferId, 'hold', amount, endedMs - 1_500, held));
  }
  if (moved) {
    const what = side === 'payer' ? 'debit' : 'credit';
    day.bookings.push(bookingOf(`${index}`, transferId, what, amount, endedMs - 500));
  }
}

const idOf = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

function transferOf(
  side: Side,
  transferId: string,
  amount: Money,
  state: SwitchTransfer['state'],
  completedMs: number,
): SwitchTransfer {
  const [payerFsp, payeeFsp] = side === 'payer' ? ['lionfsp', 'other'] : ['other', 'lionfsp'];
  return { transferId, state, amount, completedMs, payerFsp: payerFsp, payeeFsp: payeeFsp };
}

function bookingOf(
  bookingId: string,
  transferId: string,
  what: AmsBooking['what'],
  amount: Money,
  atMs: number,
  state: AmsBooking['state'] = 'stands',
): AmsBooking {
  const bookedAt = new Date(atMs).toISOString();
  return { kind: 'booking', bookingId, transferId, what, state, amount, bookedAt, isHubs: true };
}

/** By whole units and another way than that which is tested. */
function positionsOf({ transfers }: ReconciledDay): Position[] {
  return ['TZS', 'USD', 'JPY'].map((currency) => {
    const decimals = currency === 'JPY' ? 0 : 2;
    const moved = transfers
      .filter(({ amount, state }) => amount.currency === currency && state === 'COMMITTED')
      .filter(({ completedMs }) => completedMs >= fromMs && completedMs < untilMs)
      .reduce((total, { amount, payerFsp }) => {
        const [whole = '0', fraction = ''] = amount.amount.split('.');
        const units = BigInt(whole + fraction.padEnd(decimals, '0'));
        return payerFsp === 'lionfsp' ? total + units : total - units;
      }, 0n);
    return { currency, opening: '0', closing: inUnits(moved, decimals) };
  });
}

function inUnits(units: bigint, decimals: number): string {
  const sign = units < 0n ? '-' : '';
  const digits = String(units < 0n ? -units : units).padStart(decimals + 1, '0');
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** One of those that every day has. */
function one(day: ReconciledDay, side: Side, state: 'paid' | 'failed'): HubPayment {
  const found = day.payments.find((payment) => payment.side === side && payment.state === state);
  if (found === undefined) throw new Error('each day has one');
  return found;
}

const noonMs = fromMs + dayMs / 2;
const strange = idOf(999_999);
const another: Money = { amount: '7', currency: 'TZS' };
const amountOf = ({ amount }: HubPayment): Money => amount ?? another;

function replaceTransfer(day: ReconciledDay, of: HubPayment, by: Partial<SwitchTransfer>): void {
  day.transfers = day.transfers.map((transfer) =>
    transfer.transferId === of.transferId ? { ...transfer, ...by } : transfer,
  );
}

/** Such a fault moves the position too: as a scheme that is consistent in itself reports it. */
function settled(day: ReconciledDay): void {
  day.positions.splice(0, day.positions.length, ...positionsOf(day));
}

type Plant = (day: ReconciledDay) => HubPayment | undefined;

const reverse =
  (side: Side): Plant =>
  (day) => {
    const payment = one(day, side, 'paid');
    day.bookings = day.bookings.map((row) =>
      row.transferId === payment.transferId && row.what !== 'hold'
        ? { ...row, state: 'reversed' }
        : row,
    );
    return payment;
  };
const book =
  (side: Side, state: 'paid' | 'failed', what: AmsBooking['what'], isHubs = true): Plant =>
  (day) => {
    const payment = one(day, side, state);
    const row = bookingOf('planted', payment.transferId, what, amountOf(payment), noonMs);
    day.bookings.push({ ...row, isHubs });
    return payment;
  };
const atSwitch =
  (state: 'paid' | 'failed', by: Partial<SwitchTransfer>): Plant =>
  (day) => {
    const payment = one(day, 'payer', state);
    replaceTransfer(day, payment, by);
    settled(day);
    return payment;
  };

/** Each kind, and the fault that shows it. */
export const plants: Readonly<Record<DifferenceKind, Plant>> = {
  'missing-debit': reverse('payer'),
  'missing-credit': reverse('payee'),
  'double-debit': book('payer', 'paid', 'debit'),
  // A clerk who books by hand writes the transferId beside it.
  'double-credit': book('payee', 'paid', 'credit', false),
  'debit-without-payment': book('payer', 'failed', 'debit'),
  'credit-without-payment': (day) => {
    day.bookings.push(bookingOf('planted', strange, 'credit', another, noonMs));
    return undefined;
  },
  'other-amount-booked': (day) => {
    const payment = one(day, 'payee', 'paid');
    day.bookings = day.bookings.map((row) =>
      row.transferId === payment.transferId ? { ...row, amount: another } : row,
    );
    return payment;
  },
  'hold-left': book('payer', 'failed', 'hold'),
  'paid-but-aborted': atSwitch('paid', { state: 'ABORTED' }),
  'paid-but-open': atSwitch('paid', { state: 'RESERVED' }),
  'failed-but-committed': atSwitch('failed', { state: 'COMMITTED' }),
  'other-amount-at-switch': atSwitch('paid', { amount: another }),
  'unknown-to-switch': (day) => {
    const payment = one(day, 'payer', 'paid');
    day.transfers = day.transfers.filter(({ transferId }) => transferId !== payment.transferId);
    settled(day);
    return payment;
  },
  'unknown-to-hub': (day) => {
    day.transfers.push(transferOf('payer', strange, another, 'COMMITTED', noonMs));
    settled(day);
    return undefined;
  },
  'position-differs': (day) => {
    day.positions[0] = { currency: 'TZS', opening: '0', closing: '0.01' };
    return undefined;
  },
};
