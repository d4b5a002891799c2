/** A payment's document in words, for whoever is asked where the money is. */
import type { PaymentDocument } from '../../common/contracts/payment-documents';
import { paymentEventTexts, type PaymentEventKind } from '../../common/contracts/payment-events';
import type { Money } from '../../common/money';

const textOf = ({ amount, currency }: Money): string => `${amount} ${currency}`;

const between = ({ payer, payee }: PaymentDocument): string =>
  `from ${payer.fspId ?? '?'} to ${payee.fspId ?? '?'}`;

/** One line. */
export function headingOf(document: PaymentDocument): string {
  const { startedAt, state, side, tenant, amount, transactionId, incidentsOpen } = document;
  const stands = incidentsOpen > 0 ? `${state}, stands still` : state;
  const what = amount === undefined ? '' : `${textOf(amount)} `;
  const whose = `${tenant}'s ${side ?? 'fees'}`;
  return `${startedAt}  ${stands}: ${what}${between(document)}, ${whose}  ${transactionId}`;
}

export function storyOf(document: PaymentDocument): string[] {
  const { terms, fees, errorCode, transferId, steps } = document;
  return [
    headingOf(document),
    ...(transferId === undefined ? [] : [`  transfer ${transferId}`]),
    ...(terms === undefined ? [] : [`  terms: the switch moves ${textOf(terms.transferAmount)}`]),
    ...(errorCode === undefined ? [] : [`  FSPIOP error ${errorCode}`]),
    ...fees.map(
      (fee) =>
        `  fee: ${fee.debtor} owes ${fee.creditor} ${textOf(fee)} (${fee.ruleId}, ${fee.ledgerEntryType})`,
    ),
    ...document.decisions.map(
      ({ reason, decision, decidedAt }) =>
        `  a person had to decide (${reason}): ${decision === undefined ? 'not yet' : `${decision}, ${decidedAt}`}`,
    ),
    ...document.incidents.map(
      ({ element, errorType, ended, endedAt }) =>
        `  stood still at ${element} (${errorType}): ${ended === undefined ? 'still' : `${ended} ${endedAt}`}`,
    ),
    ...steps.map(({ occurredAt, kind }) => `  ${occurredAt}  ${wordsOf(kind)}`),
  ];
}

/** A newer build may tell of kinds that this one does not know. */
function wordsOf(kind: string): string {
  return Object.hasOwn(paymentEventTexts, kind)
    ? paymentEventTexts[kind as PaymentEventKind]
    : kind;
}
