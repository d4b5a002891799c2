/** What happened to a payment, line by line, and what was said about it in between. Pure. */
import type { MessageDocument } from '../../common/contracts/message-documents';
import type { JournalPeer } from '../../common/contracts/message-journal';
import type { PaymentDocument } from '../../common/contracts/payment-documents';
import type { PaymentEventDetails, PaymentEventKind } from '../../common/contracts/payment-events';
import {
  chaptersOf,
  isKnownKind,
  wordsOf,
  type PaymentStep,
} from '../../common/payment-story/chapters';
import { banksOf, capitalised, errorText, heldText, moneyText } from './sentences';

export type TimelineEntry =
  | { readonly at: string; readonly kind: 'step'; readonly text: string; readonly step: string }
  | {
      readonly at: string;
      readonly kind: 'message';
      readonly text: string;
      readonly messageId: string;
    };

export function timelineOf(
  document: PaymentDocument,
  messages: readonly MessageDocument[],
): TimelineEntry[] {
  return chaptersOf(document, messages).flatMap(({ messages: said, step }) => [
    ...said.map(messageEntry),
    ...(step === undefined ? [] : [stepEntry(document, step)]),
  ]);
}

function stepEntry(document: PaymentDocument, step: PaymentStep): TimelineEntry {
  return { at: step.occurredAt, kind: 'step', text: stepText(document, step), step: step.kind };
}

/** Told again with what this payment is about, where that says more than the event's own words. */
function stepText(document: PaymentDocument, { kind, details }: PaymentStep): string {
  if (!isKnownKind(kind)) return wordsOf(kind);
  // Kind and details belong together.
  const tell = texts[kind] as ((document: PaymentDocument, details: unknown) => string) | undefined;
  return tell?.(document, details) ?? wordsOf(kind);
}

type Texts = {
  readonly [Kind in PaymentEventKind]?: (
    document: PaymentDocument,
    details: PaymentEventDetails[Kind],
  ) => string;
};

const because = ({ errorCode }: { readonly errorCode: string | null }): string =>
  errorCode === null ? '' : ` ${errorText(errorCode)} (error ${errorCode})`;

const onWord = ({ onWordOf }: { readonly onWordOf: 'switch' | 'operator' }): string =>
  onWordOf === 'switch' ? 'The payment switch has said' : 'An operator of this bank has decided';

const payers = (document: PaymentDocument): string => capitalised(banksOf(document).payers);
const payees = (document: PaymentDocument): string => capitalised(banksOf(document).payees);

const decisions: Readonly<Record<PaymentEventDetails['decided']['decision'], string>> = {
  book: 'to book it',
  release: 'to give the money back',
  'ask-again': 'to ask the payment switch again',
  reverse: 'to have it taken off the payee’s account again',
  close: 'to close it as it is: what was left to do was done by hand',
};

const texts: Texts = {
  requested: ({ amount }) =>
    `A payment${amount === undefined ? '' : ` of ${moneyText(amount)}`} was asked for`,
  'payee-found': (document) => `${payees(document)} knows the payee`,
  quoted: (document, { transferAmount, payerFspFee }) => {
    const fee =
      payerFspFee === undefined ? '' : `, and its own bank charges ${moneyText(payerFspFee)}`;
    return `${payees(document)} has given its terms: ${moneyText(transferAmount)} are to be sent${fee}`;
  },
  'waiting-for-payer': () => 'The payer is shown the amount and the charge',
  'payer-decided': (_document, { decision }) =>
    decision === 'accept' ? 'The payer has accepted' : 'The payer has refused',
  held: (document) => `${capitalised(heldText(document))} was set aside on the payer’s account`,
  'sent-to-switch': () =>
    'The payment switch has received the order to pay: no money has moved yet',
  'switch-asked': () => 'The payment switch was asked how the payment stands',
  committed: (_document, details) => `${onWord(details)} that the payment went through`,
  aborted: (_document, details) => `${onWord(details)} that the payment did not go through`,
  booked: (document) =>
    `${capitalised(heldText(document))} was taken off the payer’s account: the payment is made`,
  released: () => 'What was set aside on the payer’s account is free again',
  failed: (_document, details) => `The payment was not made.${because(details)}`,
  'quote-asked': (document) => `${payers(document)} has asked what the payment would cost`,
  'quote-given': (document) => `${payees(document)} has said what the payment would cost`,
  'quote-refused': (document, details) =>
    `${payees(document)} has refused to say what it would cost.${because(details)}`,
  'quote-not-delivered': () => 'The answer to what it would cost could not be delivered',
  'transfer-received': () => 'The payment was announced: it is not confirmed yet',
  'transfer-accepted': (document) => `${payees(document)} has agreed to take the payment`,
  'transfer-refused': (document, details) =>
    `${payees(document)} has refused the payment.${because(details)}`,
  credited: () => 'It was put on the payee’s account: the payment is made',
  'credited-on-word': () => 'It was put on the payee’s account on an operator’s word',
  'credit-undone': () => 'It was taken off the payee’s account again',
  'waiting-for-operator': () => 'The payment waits for an operator to decide',
  decided: (_document, { decision }) =>
    `An operator of this bank has decided ${decisions[decision]}`,
  'fee-owed': (_document, { debtor, creditor, ...money }) =>
    `${capitalised(debtor)} owes ${creditor} a fee of ${moneyText(money)} for this payment`,
  'fees-missed': () =>
    'The fees between the banks could not be worked out yet: that is made up for',
  'incident-raised': (_document, { element }) =>
    `The payment stands still: the step ${element} could not be carried out`,
  'incident-resolved': (_document, { element }) => `The step ${element} may go on`,
  'incident-left': (_document, { element }) => `The step ${element} was given up`,
  cancelled: () => 'Somebody has ended the payment in the engine: nothing more happens by itself',
};

const peerNames: Readonly<Record<JournalPeer, string>> = {
  switch: 'the payment switch',
  fineract: 'the account system',
  app: 'the customer’s app',
};

function messageEntry(message: MessageDocument): TimelineEntry {
  return {
    at: message.at,
    kind: 'message',
    text: messageText(message),
    messageId: message.messageId,
  };
}

export function messageText(message: MessageDocument): string {
  const { direction, peer, operation, status, outcome, transferState, errorCode } = message;
  const way = direction === 'sent' ? `To ${peerNames[peer]}` : `From ${peerNames[peer]}`;
  const answer = status === undefined ? `no answer (${outcome})` : `answered ${status}`;
  const more = [
    ...(transferState === undefined ? [] : [transferState]),
    ...(errorCode === undefined ? [] : [`error ${errorCode}`]),
    ...(message.signature === 'refused' ? ['its signature was refused'] : []),
  ];
  return `${way}: ${[operation, ...more].join(', ')}; ${answer}`;
}
