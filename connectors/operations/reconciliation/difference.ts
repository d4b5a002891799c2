import { z } from 'zod';
import { differenceKinds, kindNames, type DifferenceKind } from './kinds';

const text = z.string();

/** As it is told, and kept. No personal data: ids, amounts, and whose word it is. */
export const differenceSchema = z.strictObject({
  /** The same whenever it is found. */
  differenceId: text,
  tenant: text,
  date: text.describe('The day of which it was found.'),
  kind: z.enum(kindNames),
  severity: z.enum(['high', 'medium']),
  side: z.enum(['payer', 'payee']).nullable(),
  transferId: text.nullable(),
  transactionId: text.nullable(),
  currency: text,
  hub: text.describe('What the hub says: a state and an amount.'),
  ams: text.describe('What Fineract says: its bookings.'),
  switch: text.describe('What the switch says: a state and an amount, or positions.'),
  what: text,
  whatToDo: text,
});
export type Difference = z.output<typeof differenceSchema>;

type Told = Pick<Difference, 'side' | 'transferId' | 'transactionId' | 'currency'> &
  Pick<Difference, 'hub' | 'ams' | 'switch'>;

export function difference(
  { tenant, date }: Pick<Difference, 'tenant' | 'date'>,
  kind: DifferenceKind,
  told: Told,
): Difference {
  const { severity, what, whatToDo } = differenceKinds[kind];
  // A position is of a day and a currency, all else of a transfer.
  const about = told.transferId === null ? [date, told.currency] : [told.side, told.transferId];
  const differenceId = [tenant, kind, ...about].join('.');
  return { differenceId, tenant, date, kind, severity, ...told, what, whatToDo };
}
