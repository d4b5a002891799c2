/** What goes wrong: straight in Fineract, at the switch, and in what the switch reports. */
import { randomUUID } from 'node:crypto';
import type { ReportRow } from '../../kit/real/transfer-report';
import type { Day } from './day';
import type { Stage } from './stage';

/** As it must be found. */
export interface Planted {
  readonly kind: string;
  readonly transferId: string | null;
  /** In words, for the table. */
  readonly how: string;
}

export interface PlantedByTenant {
  readonly lion: readonly Planted[];
  readonly buffalo: readonly Planted[];
}

type Paid = Day['paid'][number];

/** Each in a payment of its own. Of these ten the books of Fineract and of the switch are really so. */
export async function plantInBooks(
  { lion, buffalo, crane }: Stage,
  day: Day,
): Promise<PlantedByTenant> {
  const [debit, twice, credit, creditTwice, other] = day.paid as [Paid, Paid, Paid, Paid, Paid];
  const [held, debited] = day.failed as [string, string];
  await lion.bank.reverse(day.payer, debit.transferId);
  await lion.bank.book(day.payer, 'withdrawal', twice.amount, twice.transferId);
  // Fineract takes a code once for each account, so on another one.
  await lion.bank.transfer('PREPARE', 'PAYER', day.other, '50', held);
  await lion.bank.transfer('PREPARE', 'PAYER', day.other, '50', debited);
  await lion.bank.transfer('CREATE', 'PAYER', day.other, '50', debited);
  await buffalo.bank.reverse(day.payee, credit.transferId);
  await buffalo.bank.book(day.payee, 'deposit', creditTwice.amount, creditTwice.transferId);
  await buffalo.bank.reverse(day.payee, other.transferId);
  await buffalo.bank.book(day.payee, 'deposit', '15.05', other.transferId);
  const nobodys = randomUUID();
  await buffalo.bank.transfer('CREATE', 'PAYEE', day.payee, '33', nobodys);
  const unknown = await crane.transferFrom(lion.fspId, crane.fspId, '77');
  const told = (kind: string, transferId: string, how: string) => ({ kind, transferId, how });
  return {
    lion: [
      told('missing-debit', debit.transferId, 'a clerk reverses the debit'),
      told('double-debit', twice.transferId, 'a clerk books the debit by hand once more'),
      told('hold-left', held, 'a hold of a failed payment stands'),
      told('debit-without-payment', debited, 'a failed payment is debited all the same'),
      told('unknown-to-hub', unknown, "somebody sends a transfer in lion's name"),
    ],
    buffalo: [
      told('missing-credit', credit.transferId, 'a clerk reverses the credit'),
      told('double-credit', creditTwice.transferId, 'a clerk books the credit by hand once more'),
      told('other-amount-booked', other.transferId, 'a clerk books 15.05 in place of 105.5'),
      told('credit-without-payment', nobodys, 'a credit comes in for no transfer at all'),
    ],
  };
}

/** Of the same day, as lion's scheme might tell it. The position follows the real books, so that it differs too. */
export function plantInReport(
  rows: readonly ReportRow[],
  day: Day,
): { readonly rows: readonly ReportRow[]; readonly planted: readonly Planted[] } {
  const [gone, otherAmount, aborted, open] = day.paid.slice(5) as [Paid, Paid, Paid, Paid];
  const committed = day.failed[2] ?? '';
  const changes: Readonly<Record<string, Partial<ReportRow>>> = {
    [otherAmount.transferId]: { amount: '70.1500' },
    [aborted.transferId]: { state: 'ABORTED' },
    [open.transferId]: { state: 'RESERVED' },
    [committed]: { state: 'COMMITTED' },
  };
  const told = (kind: string, transferId: string | null, how: string) => ({
    kind,
    transferId,
    how,
  });
  return {
    rows: rows
      .filter(({ transferId }) => transferId !== gone.transferId)
      .map((row) => ({ ...row, ...changes[row.transferId] })),
    planted: [
      told('unknown-to-switch', gone.transferId, 'the report lacks a transfer'),
      told('other-amount-at-switch', otherAmount.transferId, 'the report says 70.15 for 107.5'),
      told('paid-but-aborted', aborted.transferId, 'the report says ABORTED of a paid one'),
      told('paid-but-open', open.transferId, 'the report says RESERVED of a paid one'),
      told('failed-but-committed', committed, 'the report says COMMITTED of a failed one'),
      told('position-differs', null, 'the position is that of the real transfers'),
    ],
  };
}
