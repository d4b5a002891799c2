/** What the sentences about a payment are made of: amounts, banks and times as people write them. */
import type { OperatorReason } from '../../common/contracts/operator';
import type { PaymentDocument } from '../../common/contracts/payment-documents';
import type { PaymentEventKind } from '../../common/contracts/payment-events';
import { meaningOf } from '../../common/fspiop-errors/meaning';
import { add } from '../../common/money';
import type { Language } from '../../common/words/languages';
import { moneyText } from './money-text';
import { sentenceWords } from './sentence-words';

/** How a payment stands, for whoever is asked where the money is. */
export interface Headline {
  readonly whatHappened: string;
  readonly whereTheMoneyIs: string;
  /** What happens by itself, or is to be done. */
  readonly whatNext: string;
}

export type Tell = (document: PaymentDocument, language: Language) => Headline;

/** `2026-11-28 23:00 UTC` */
export const timeText = (instant: string): string =>
  `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;

/** The payer's and the payee's, by the names that the scheme has for them. Its own name a tenant always knows. */
export function banksOf({ tenant, side, payer, payee }: PaymentDocument, language: Language) {
  const said = sentenceWords[language];
  const named = (bank: string, fspId: string | undefined): string =>
    fspId === undefined ? bank : said.named(bank, fspId);
  return {
    payers: named(said.payersBank, payer.fspId ?? (side === 'payer' ? tenant : undefined)),
    payees: named(said.payeesBank, payee.fspId ?? (side === 'payee' ? tenant : undefined)),
  };
}

/** `a payment of 100.12 TZS from a customer of lion to a customer of buffalo` */
export function paymentText(
  { tenant, side, amount, payer, payee }: PaymentDocument,
  language: Language,
): string {
  const said = sentenceWords[language];
  const customer = (fspId: string | undefined): string =>
    fspId === undefined ? said.ofOtherBank : said.ofBank(fspId);
  const from = customer(payer.fspId ?? (side === 'payer' ? tenant : undefined));
  const to = customer(payee.fspId ?? (side === 'payee' ? tenant : undefined));
  return said.payment(amount && moneyText(amount), from, to);
}

/** What is set aside on the payer's account: what is sent, and what the payer's bank charges for it. */
export function heldText({ terms, amount }: PaymentDocument, language: Language): string {
  const said = sentenceWords[language];
  const sent = terms?.transferAmount ?? amount;
  if (sent === undefined) return said.theMoney;
  const fee = terms?.payerFspFee;
  if (fee === undefined) return moneyText(sent);
  return said.withFee(moneyText(add(sent, fee)), moneyText(sent), moneyText(fee));
}

export function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

export function hasHappened({ steps }: PaymentDocument, ...kinds: PaymentEventKind[]): boolean {
  return steps.some(({ kind }) => kinds.some((one) => one === kind));
}

/** What a code of FSPIOP means. Not every DFSP is a bank, but at a counter that is the word. */
export function errorText(errorCode: string, language: Language): string {
  return meaningOf(errorCode, language).meaning.replaceAll('DFSP', 'bank');
}

/** Why it failed, as far as it is known. */
export function reasonText({ errorCode }: PaymentDocument, language: Language): string {
  return errorCode === undefined
    ? ''
    : sentenceWords[language].reason(errorText(errorCode, language));
}

/** For what the payment waits now. */
function openQuestion({ decisions }: PaymentDocument) {
  return decisions.findLast(({ decision }) => decision === undefined);
}

/** Of a payment that waits for a person: by what they have to decide, else as it stands, and that somebody has to decide. */
export function byOpenQuestion(
  reasons: Partial<Record<OperatorReason, Tell>>,
  underWay: Tell,
): Tell {
  return (document, language) => {
    const reason = openQuestion(document)?.reason as OperatorReason | undefined;
    const make = reason === undefined ? undefined : reasons[reason];
    if (make !== undefined) return make(document, language);
    const { aPersonHasTo, decideOn } = sentenceWords[language];
    return { ...underWay(document, language), whatNext: aPersonHasTo(decideOn) };
  };
}

/** An operator has done by hand, outside of the hub, what was still to be done. */
export function isClosedByHand({ decisions }: PaymentDocument): boolean {
  return decisions.at(-1)?.decision === 'close';
}
