/** What happened to a payment, line by line, and what was said about it in between. Pure. */
import type { MessageDocument } from '../../common/contracts/message-documents';
import type { PaymentDocument } from '../../common/contracts/payment-documents';
import type { PaymentEventDetails, PaymentEventKind } from '../../common/contracts/payment-events';
import {
  chaptersOf,
  isKnownKind,
  wordsOf,
  type PaymentStep,
} from '../../common/payment-story/chapters';
import type { Language } from '../../common/words/languages';
import { timelineWords } from './timeline-words';
import { banksOf, capitalised, errorText, heldText } from './sentences';
import { moneyText } from './money-text';

export type TimelineEntry =
  | {
      readonly at: string;
      readonly kind: 'step';
      readonly text: string;
      readonly step: string;
      readonly eventId: string;
      /** FSPIOP's. */
      readonly errorCode?: string;
    }
  | {
      readonly at: string;
      readonly kind: 'message';
      readonly text: string;
      readonly messageId: string;
      readonly errorCode?: string;
    };

export function timelineOf(
  document: PaymentDocument,
  messages: readonly MessageDocument[],
  language: Language,
): TimelineEntry[] {
  return chaptersOf(document, messages).flatMap(({ messages: said, step }) => [
    ...said.map((message) => messageEntry(message, language)),
    ...(step === undefined ? [] : [stepEntry(document, step, language)]),
  ]);
}

function stepEntry(
  document: PaymentDocument,
  step: PaymentStep,
  language: Language,
): TimelineEntry {
  const { occurredAt: at, kind, eventId, details } = step;
  const { errorCode } = details;
  const error = typeof errorCode === 'string' ? { errorCode } : {};
  const text = stepText(document, step, language);
  return { at, kind: 'step', text, step: kind, eventId, ...error };
}

/** Told again with what this payment is about, where that says more than the event's own words. */
function stepText(
  document: PaymentDocument,
  { kind, details }: PaymentStep,
  language: Language,
): string {
  if (!isKnownKind(kind)) return wordsOf(kind, language);
  // Kind and details belong together.
  const tell = texts[kind] as ((of: TextOf<never>) => string) | undefined;
  const of = { document, details: details as never, language, said: timelineWords[language] };
  return tell?.(of) ?? wordsOf(kind, language);
}

interface TextOf<Details> {
  readonly document: PaymentDocument;
  readonly details: Details;
  readonly language: Language;
  readonly said: (typeof timelineWords)['en'];
}

type Texts = {
  readonly [Kind in PaymentEventKind]?: (of: TextOf<PaymentEventDetails[Kind]>) => string;
};

type Failing = TextOf<{ readonly errorCode: string | null }>;

function because({ details: { errorCode }, language, said }: Failing): string {
  return errorCode === null ? '' : said.because(errorText(errorCode, language), errorCode);
}

type Of = Pick<TextOf<unknown>, 'document' | 'language'>;
const payers = ({ document, language }: Of) => capitalised(banksOf(document, language).payers);
const payees = ({ document, language }: Of) => capitalised(banksOf(document, language).payees);
const held = ({ document, language }: Of) => capitalised(heldText(document, language));

const texts: Texts = {
  requested: ({ document: { amount }, said }) => said.requested(amount && moneyText(amount)),
  'payee-found': (of) => of.said.knowsPayee(payees(of)),
  quoted: (of) => {
    const { transferAmount, payerFspFee } = of.details;
    const toBeSent = moneyText(transferAmount);
    if (payerFspFee === undefined) return of.said.terms(payees(of), toBeSent);
    return of.said.termsAndFee(payees(of), toBeSent, moneyText(payerFspFee));
  },
  'waiting-for-payer': ({ said }) => said.shown,
  'payer-decided': ({ said, details }) => said.payerDecided[details.decision],
  held: (of) => of.said.held(held(of)),
  'sent-to-switch': ({ said }) => said.sentToSwitch,
  'switch-asked': ({ said }) => said.switchAsked,
  committed: ({ said, details }) => said.committed[details.onWordOf],
  aborted: ({ said, details }) => said.aborted[details.onWordOf],
  booked: (of) => of.said.booked(held(of)),
  released: ({ said }) => said.released,
  failed: (of) => `${of.said.failed}${because(of)}`,
  'quote-asked': (of) => of.said.quoteAsked(payers(of)),
  'quote-given': (of) => of.said.quoteGiven(payees(of)),
  'quote-refused': (of) => `${of.said.quoteRefused(payees(of))}${because(of)}`,
  'quote-not-delivered': ({ said }) => said.quoteNotDelivered,
  'transfer-received': ({ said }) => said.transferReceived,
  'transfer-accepted': (of) => of.said.transferAccepted(payees(of)),
  'transfer-refused': (of) => `${of.said.transferRefused(payees(of))}${because(of)}`,
  credited: ({ said }) => said.credited,
  'credited-on-word': ({ said }) => said.creditedOnWord,
  'credit-undone': ({ said }) => said.creditUndone,
  'waiting-for-operator': ({ said }) => said.waitingForOperator,
  decided: ({ said, details }) => said.decided[details.decision],
  'fee-owed': ({ said, details: { debtor, creditor, ...money } }) =>
    said.feeOwed(capitalised(debtor), creditor, moneyText(money)),
  'fees-missed': ({ said }) => said.feesMissed,
  'incident-raised': ({ said, details }) => said.incidentRaised(details.element),
  'incident-resolved': ({ said, details }) => said.incidentResolved(details.element),
  'incident-left': ({ said, details }) => said.incidentLeft(details.element),
  cancelled: ({ said }) => said.cancelled,
};

function messageEntry(message: MessageDocument, language: Language): TimelineEntry {
  return {
    at: message.at,
    kind: 'message',
    text: messageText(message, language),
    messageId: message.messageId,
    ...(message.errorCode !== undefined && { errorCode: message.errorCode }),
  };
}

export function messageText(message: MessageDocument, language: Language): string {
  const { direction, peer, operation, status, outcome, transferState, errorCode } = message;
  const said = timelineWords[language];
  const answer = status === undefined ? said.noAnswer(outcome) : said.answered(String(status));
  const more = [
    ...(transferState === undefined ? [] : [transferState]),
    ...(errorCode === undefined ? [] : [said.error(errorCode)]),
    ...(message.signature === 'refused' ? [said.signatureRefused] : []),
  ];
  return `${said[direction][peer]}: ${[operation, ...more].join(', ')}; ${answer}`;
}
