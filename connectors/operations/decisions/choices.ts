/** What each decision brings about, and why one is not offered, in words that a clerk understands: pure. */
import type { Matter, PaymentMatter } from '../../common/contracts/back-office';
import { decisionWords, type DecisionWord } from '../../common/contracts/decisions';
import type { OperatorReason } from '../../common/contracts/operator';

export type Choice = { readonly decision: DecisionWord } & (
  | { readonly isOffered: true; readonly consequence: string }
  | { readonly isOffered: false; readonly whyNot: string }
);

/** All words, so that nobody has to guess why one is missing. */
export function choicesOf(matter: Matter): Choice[] {
  return decisionWords.map((decision): Choice => {
    if (!isOffered(decision, matter)) {
      return { decision, isOffered: false, whyNot: whyNotOffered(decision, matter) };
    }
    return { decision, isOffered: true, consequence: consequenceOf(decision, matter) };
  });
}

export function isOffered(decision: DecisionWord, matter: Matter): boolean {
  return matter.kind === 'incident'
    ? decision === 'retry' && matter.decided === undefined
    : matter.choices.some((one) => one === decision);
}

function consequenceOf(decision: DecisionWord, matter: Matter): string {
  if (matter.kind === 'incident') return again;
  return matter.side === 'payer' ? ofPayer[decision] : ofPayee(decision, matter.reason);
}

const again =
  'The step is tried again, and the process goes on if it succeeds. If it fails, it stands still anew.';
const asked = 'The switch is asked once more. No money moves on your word.';
const closed =
  'The hub ends the payment and asks nothing more of the account system. Only for what you have settled there by hand.';

const ofPayer: Readonly<Record<DecisionWord, string>> = {
  book: 'The held money leaves the payer’s account, and the payer hears that it is paid.',
  release: 'The held money is the payer’s again, and the payer hears that nothing was paid.',
  'ask-again': asked,
  reverse: 'Nothing: on the payer’s side nothing was credited.',
  close: closed,
  retry: again,
};

function ofPayee(decision: DecisionWord, reason: OperatorReason): string {
  if (decision === 'book' && reason === 'OUTCOME_UNKNOWN') {
    return 'The payee is credited on your word. The switch is asked on; if it says ABORTED, the credit is taken back.';
  }
  if (decision === 'close' && reason === 'CREDIT_UNCONFIRMED') {
    return 'The payee keeps the money, whatever the switch says later.';
  }
  return ofEveryPayee[decision];
}

const ofEveryPayee: Readonly<Record<DecisionWord, string>> = {
  book: 'The payee is credited: it is tried at once.',
  release: 'The payee gets nothing by this transfer.',
  'ask-again': asked,
  reverse:
    'The switch is asked once more; unless it says COMMITTED, the credit is taken back from the payee’s account.',
  close: closed,
  retry: again,
};

export function whyNotOffered(decision: DecisionWord, matter: Matter): string {
  if (matter.decided !== undefined) {
    return `${matter.decided.decision} is decided already, and is being done`;
  }
  if (matter.kind === 'incident') {
    return 'A process that stands still can only be tried again: decide "retry"';
  }
  if (decision === 'retry') return 'Nothing stands still here: "retry" is for incidents';
  return `${whyNotOfPayment(decision, matter)} Open are: ${matter.choices.join(', ')}`;
}

function whyNotOfPayment(decision: DecisionWord, { verdict, reason, side }: PaymentMatter): string {
  if (decision === 'close' && verdict === 'UNKNOWN') {
    return 'Nobody knows yet whether the transfer is committed or aborted.';
  }
  if (decision === 'ask-again') return `The switch has said its last word: ${verdict}.`;
  if (decision === 'reverse' && side === 'payer') {
    return 'Nothing was credited here: this is the payer’s side.';
  }
  if (verdict === 'COMMITTED') {
    return decision === 'reverse'
      ? 'The switch has committed the transfer: the payee has a right to the money.'
      : 'The switch has committed the transfer: the payee has the money, so the payer must be debited.';
  }
  if (verdict === 'ABORTED') {
    return decision === 'book'
      ? 'There is no transfer, or it is aborted: nobody gets the money, so nothing can be booked.'
      : 'There is no hold to release: the payee was credited, and that is what must be taken back.';
  }
  if (reason === 'CREDIT_UNCONFIRMED') {
    return decision === 'book'
      ? 'The payee has been credited already.'
      : 'The payee has been credited: what can be undone is that, by "reverse".';
  }
  return decision === 'reverse'
    ? 'Nothing was credited on an operator’s word, so nothing can be taken back.'
    : 'A credit on an operator’s word may have been made: what can be undone is that, by "reverse".';
}
