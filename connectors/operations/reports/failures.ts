/** Why payments were not made, and who has to look. */
import { categoryOf, meaningOf } from '../../common/fspiop-errors/meaning';
import { Groups, keyOf, splitFields, splits, Sum, type Report } from './report';

interface Failure {
  payments: number;
  readonly amount: Sum;
}

export const failures: Report = {
  fields: [...splitFields, 'amount', 'errorCode'],
  filters: [{ kind: 'one-of', field: 'state', values: ['failed', 'cancelled'] }],
  isOfNow: false,
  splits: Object.keys(splits),
  columns: (by) => [
    ...[...by, 'side', 'currency', 'errorCode'],
    ...['payments', 'amount', 'area', 'meaning', 'whatToDo'],
  ],
  begin: (by) => {
    const groups = new Groups<Failure>(() => ({ payments: 0, amount: new Sum() }));
    return {
      add: (payment) => {
        const { side, amount, errorCode = null } = payment;
        if (side === null) return;
        const currency = amount?.currency ?? null;
        const group = groups.of({ ...keyOf(payment, by), side, currency, errorCode });
        group.payments += 1;
        if (amount !== undefined) group.amount.add(amount.amount);
      },
      rows: () =>
        groups.rows(({ payments, amount }, { errorCode }) => ({
          ...{ payments, amount: String(amount) },
          ...reasonOf(errorCode),
        })),
    };
  },
};

function reasonOf(errorCode: unknown) {
  if (typeof errorCode !== 'string') {
    const meaning = 'No reason is known: it was ended by a person, or before anybody had said one.';
    return { area: null, meaning, whatToDo: 'Look at the story of one of them.' };
  }
  const { meaning, operator } = meaningOf(errorCode);
  return { area: categoryOf(errorCode).name, meaning, whatToDo: operator };
}
