/** Through which steps payments went, how many of them were not made after all, and at which they stand. */
import { paymentEventTexts, type PaymentEventKind } from '../../common/contracts/payment-events';
import { eventWords } from '../../common/payment-story/event-words';
import type { Language } from '../../common/words/languages';
import { countPassed, nonePassed, passedColumns, placeOf } from './passed';
import { Groups, keyOf, notOnlyQuoted, splitFields, splits, type Report } from './report';

export const steps: Report = {
  reads: {
    fields: [
      ...[...splitFields, 'steps.kind', 'steps.occurredAt'],
      ...['standsAt.step', 'standsAt.since', 'incidentsOpen'],
    ],
  },
  filters: [notOnlyQuoted],
  isOfNow: false,
  splits: Object.keys(splits),
  columns: (by) => [...[...by, 'side', 'step', 'text'], ...passedColumns],
  begin: (by, { language }) => {
    const groups = new Groups(nonePassed);
    return {
      add: (payment) => {
        const { side, steps: told = [] } = payment;
        if (side === null) return;
        // What is done again and again is one step of the payment.
        for (const step of new Set(told.map(({ kind }) => kind))) {
          const passed = groups.of({ ...keyOf(payment, by), side, step });
          countPassed(passed, payment, payment.standsAt?.step === step);
        }
      },
      rows: () =>
        groups
          .rows((passed, { step }) => ({ ...passed, text: textOf(step, language) }))
          .sort((left, right) => placeOf(left['step']) - placeOf(right['step'])),
    };
  },
};

const isKind = (step: unknown): step is PaymentEventKind =>
  typeof step === 'string' && Object.hasOwn(paymentEventTexts, step);

function textOf(step: unknown, language: Language): string | null {
  return isKind(step) ? eventWords[language][step] : null;
}
