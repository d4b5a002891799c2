/** Why a decision is not offered, in words that a clerk understands: pure. */
import type { Matter, PaymentMatter } from '../../common/contracts/back-office';
import type { DecisionWord } from '../../common/contracts/decisions';

export function isOffered(decision: DecisionWord, matter: Matter): boolean {
  return matter.kind === 'incident'
    ? decision === 'retry' && matter.decided === undefined
    : matter.choices.some((one) => one === decision);
}

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
