/** What happened to a payment and what was said about it, as one story. */
import type { MessageDocument } from '../contracts/message-documents';
import type { PaymentDocument } from '../contracts/payment-documents';
import { paymentEventTexts, type PaymentEventKind } from '../contracts/payment-events';
import { storedLanguage, type Language } from '../words/languages';
import { eventWords } from './event-words';

export type PaymentStep = PaymentDocument['steps'][number];

export interface Chapter {
  /** What was said until then. */
  readonly messages: readonly MessageDocument[];
  /** Undefined: nothing has happened since. */
  readonly step: PaymentStep | undefined;
}

/** Steps stand as they were told; before each of them what was said until then. */
export function chaptersOf(
  { steps }: Pick<PaymentDocument, 'steps'>,
  messages: readonly MessageDocument[],
): Chapter[] {
  const chapters: Chapter[] = [];
  let from = 0;
  for (const step of steps) {
    const later = messages.findIndex(({ at }, index) => index >= from && at > step.occurredAt);
    const to = later === -1 ? messages.length : later;
    chapters.push({ messages: messages.slice(from, to), step });
    from = to;
  }
  return [...chapters, { messages: messages.slice(from), step: undefined }];
}

/** A newer build may tell of kinds that this one does not know. */
export function wordsOf(kind: string, language: Language = storedLanguage): string {
  return isKnownKind(kind) ? eventWords[language][kind] : kind;
}

export function isKnownKind(kind: string): kind is PaymentEventKind {
  return Object.hasOwn(paymentEventTexts, kind);
}
