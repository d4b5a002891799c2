import type { Difference, DifferenceKind } from '../../common/contracts/reconciliations';
import { differenceKinds } from './kinds';

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
