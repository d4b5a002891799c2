/** Why payments were not made, and who has to look. */
import { categoryOf, meaningOf } from '../../common/fspiop-errors/meaning';
import type { Language } from '../../common/words/languages';
import { reportWords } from './report-words';
import { Groups, keyOf, splitFields, splits, Sum, type Report } from './report';

interface Failure {
  payments: number;
  readonly amount: Sum;
}

export const failures: Report = {
  reads: { columns: [...splitFields, 'amount.amount', 'amount.currency', 'errorCode'] },
  filters: [{ kind: 'one-of', field: 'state', values: ['failed', 'cancelled'] }],
  isOfNow: false,
  splits: Object.keys(splits),
  columns: (by) => [
    ...[...by, 'side', 'currency', 'errorCode'],
    ...['payments', 'amount', 'area', 'meaning', 'whatToDo'],
  ],
  begin: (by, { language }) => {
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
          ...reasonOf(errorCode, language),
        })),
    };
  },
};

function reasonOf(errorCode: unknown, language: Language) {
  if (typeof errorCode !== 'string') {
    const { noReason, lookAtStory } = reportWords[language];
    return { area: null, meaning: noReason, whatToDo: lookAtStory };
  }
  const { meaning, operator } = meaningOf(errorCode, language);
  return { area: categoryOf(errorCode, language).name, meaning, whatToDo: operator };
}
