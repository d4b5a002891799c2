/** What the sentences about a payment are made of: amounts, banks and times as people write them. */
import type { PaymentDocument } from '../../common/contracts/payment-documents';
import type { PaymentEventKind } from '../../common/contracts/payment-events';
import { meaningOf } from '../../common/fspiop-errors/meaning';
import { add, type Money } from '../../common/money';

/** How a payment stands, for whoever is asked where the money is. */
export interface Headline {
  readonly whatHappened: string;
  readonly whereTheMoneyIs: string;
  /** What happens by itself, or is to be done. */
  readonly whatNext: string;
}

/** `operator` alone is a telephone company to who stands at a counter. */
export const aPersonHasTo = 'Somebody of this bank who may decide (an operator) has to';

export const nothingToDo = 'There is nothing to do.';

export const moneyText = ({ amount, currency }: Money): string => `${amount} ${currency}`;

/** `2026-11-28 23:00 UTC` */
export const timeText = (instant: string): string =>
  `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;

/** The payer's and the payee's, by the names that the scheme has for them. Its own name a tenant always knows. */
export function banksOf({ tenant, side, payer, payee }: PaymentDocument) {
  const named = (whose: string, fspId: string | undefined): string =>
    fspId === undefined ? `the ${whose}’s bank` : `the ${whose}’s bank (${fspId})`;
  return {
    payers: named('payer', payer.fspId ?? (side === 'payer' ? tenant : undefined)),
    payees: named('payee', payee.fspId ?? (side === 'payee' ? tenant : undefined)),
  };
}

/** `a payment of 100.12 TZS from a customer of lion to a customer of buffalo` */
export function paymentText({ tenant, side, amount, payer, payee }: PaymentDocument): string {
  const customer = (fspId: string | undefined): string =>
    fspId === undefined ? 'a customer of another bank' : `a customer of ${fspId}`;
  const from = customer(payer.fspId ?? (side === 'payer' ? tenant : undefined));
  const to = customer(payee.fspId ?? (side === 'payee' ? tenant : undefined));
  const of = amount === undefined ? '' : ` of ${moneyText(amount)}`;
  return `a payment${of} from ${from} to ${to}`;
}

/** What is set aside on the payer's account: what is sent, and what the payer's bank charges for it. */
export function heldText({ terms, amount }: PaymentDocument): string {
  const sent = terms?.transferAmount ?? amount;
  if (sent === undefined) return 'the money';
  const fee = terms?.payerFspFee;
  if (fee === undefined) return moneyText(sent);
  return `${moneyText(add(sent, fee))} (${moneyText(sent)} and a fee of ${moneyText(fee)})`;
}

export function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

export function hasHappened({ steps }: PaymentDocument, ...kinds: PaymentEventKind[]): boolean {
  return steps.some(({ kind }) => kinds.some((one) => one === kind));
}

/** What a code of FSPIOP means. Not every DFSP is a bank, but at a counter that is the word. */
export function errorText(errorCode: string): string {
  return meaningOf(errorCode).meaning.replaceAll('DFSP', 'bank');
}

/** Why it failed, as far as it is known. */
export function reasonText({ errorCode }: PaymentDocument): string {
  return errorCode === undefined ? '' : ` The reason: ${errorText(errorCode)}`;
}

/** For what the payment waits now. */
export function openQuestion({ decisions }: PaymentDocument) {
  return decisions.findLast(({ decision }) => decision === undefined);
}

/** An operator has done by hand, outside of the hub, what was still to be done. */
export function isClosedByHand({ decisions }: PaymentDocument): boolean {
  return decisions.at(-1)?.decision === 'close';
}
