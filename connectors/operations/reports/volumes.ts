/** How many payments, how much, and how many of them were made. */
import { exact, quotient, showExact } from '../../common/decimal/exact';
import {
  Groups,
  keyOf,
  notOnlyQuoted,
  splitFields,
  splits,
  Sum,
  type Counted,
  type Report,
} from './report';

const figures = [
  'payments',
  'paid',
  'failed',
  'cancelled',
  'open',
  'amount',
  'paidAmount',
  'success',
];

interface Volume {
  payments: number;
  paid: number;
  failed: number;
  cancelled: number;
  readonly amount: Sum;
  readonly paidAmount: Sum;
}

export const volumes: Report = {
  reads: { columns: [...splitFields, 'amount.amount', 'amount.currency'] },
  filters: [notOnlyQuoted],
  isOfNow: false,
  splits: Object.keys(splits),
  columns: (by) => [...by, 'side', 'currency', ...figures],
  begin: (by) => {
    const groups = new Groups<Volume>(() => ({
      ...{ payments: 0, paid: 0, failed: 0, cancelled: 0 },
      ...{ amount: new Sum(), paidAmount: new Sum() },
    }));
    return {
      add: (payment) => {
        const { side, amount } = payment;
        // Fees that were made up for are told beside their payment.
        if (side === null) return;
        const key = { ...keyOf(payment, by), side, currency: amount?.currency ?? null };
        count(groups.of(key), payment);
      },
      rows: () =>
        groups.rows(({ payments, paid, failed, cancelled, amount, paidAmount }) => ({
          ...{ payments, paid, failed, cancelled, open: payments - paid - failed - cancelled },
          ...{ amount: String(amount), paidAmount: String(paidAmount) },
          success: shareOf(paid, paid + failed + cancelled),
        })),
    };
  },
};

function count(volume: Volume, { state, amount }: Counted): void {
  volume.payments += 1;
  if (state === 'paid' || state === 'failed' || state === 'cancelled') volume[state] += 1;
  if (amount === undefined) return;
  volume.amount.add(amount.amount);
  if (state === 'paid') volume.paidAmount.add(amount.amount);
}

/** Of those that have ended; null while there are none. */
export function shareOf(part: number, whole: number): string | null {
  if (whole === 0) return null;
  return showExact(quotient(exact(BigInt(part), 0), BigInt(whole), 4, 'HALF_EVEN'));
}
