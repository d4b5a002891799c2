/** A payment's document in words, for whoever is asked where the money is. */
import type { MessageDocument } from '../../common/contracts/message-documents';
import { journalPeers } from '../../common/contracts/message-journal';
import type { PaymentDocument } from '../../common/contracts/payment-documents';
import type { Money } from '../../common/money';
import { chaptersOf, wordsOf } from '../../common/payment-story/chapters';

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

/** How messages are told: each in a line, or what lies between two steps in one. */
export type Detail = 'each' | 'in-brief';

export function storyOf(
  document: PaymentDocument,
  messages: readonly MessageDocument[] = [],
  detail: Detail = 'each',
): string[] {
  const { terms, fees, errorCode, transferId } = document;
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
    ...linesInTime(document, messages, detail),
  ];
}

function linesInTime(
  document: PaymentDocument,
  messages: readonly MessageDocument[],
  detail: Detail,
): string[] {
  const told = detail === 'each' ? (some: readonly MessageDocument[]) => some.map(lineOf) : brief;
  return chaptersOf(document, messages).flatMap(({ messages: said, step }) => [
    ...told(said),
    ...(step === undefined ? [] : [`  ${step.occurredAt}  ${wordsOf(step.kind)}`]),
  ]);
}

const arrows = { sent: '->', received: '<-' } as const;

function lineOf(message: MessageDocument): string {
  const { at, direction, peer, operation, status, outcome, tookMs, signature } = message;
  const { errorCode, transferState, messageId } = message;
  const what = [
    status === undefined ? `no answer (${outcome})` : String(status),
    `${tookMs} ms`,
    ...(transferState === undefined ? [] : [transferState]),
    ...(errorCode === undefined ? [] : [`FSPIOP error ${errorCode}`]),
    ...(signature === undefined ? [] : [`signature ${signature}`]),
  ];
  return `    ${at}  ${arrows[direction]} ${peer}  ${operation}: ${what.join(', ')}  ${messageId}`;
}

function brief(messages: readonly MessageDocument[]): string[] {
  if (messages.length === 0) return [];
  const peers = journalPeers.flatMap((peer) => {
    const ofPeer = messages.filter((one) => one.peer === peer);
    const sent = ofPeer.filter(({ direction }) => direction === 'sent').length;
    const counts = [
      ...(sent > 0 ? [`${sent} sent`] : []),
      ...(sent < ofPeer.length ? [`${ofPeer.length - sent} heard`] : []),
    ];
    return counts.length === 0 ? [] : [`${peer} ${counts.join(', ')}`];
  });
  const unanswered = messages.filter(({ status }) => status === undefined).length;
  const silence = unanswered === 0 ? '' : `; ${unanswered} without an answer`;
  return [`    ${peers.join('; ')}${silence}`];
}
