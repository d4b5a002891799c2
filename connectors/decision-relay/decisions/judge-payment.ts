/** What is to become of a decision on a payment, by what waits now: pure. */
import { answerOf, type SaidAnswer } from '../../common/contracts/decision-answer-words';
import type { DecisionAnswer, OperatorDecision } from '../../common/contracts/decisions';
import { doneByItself } from '../../common/contracts/operator';
import { decisionOf, type WaitingPayment } from '../waiting/waiting-payment';

export type Judgement =
  | { readonly kind: 'apply'; readonly payment: WaitingPayment }
  /** It was: what is left is to end the wait, if that has not happened either. */
  | { readonly kind: 'was-applied'; readonly payment: WaitingPayment | undefined }
  | { readonly kind: 'uncertain'; readonly answer: SaidAnswer }
  | { readonly kind: 'refuse'; readonly answer: SaidAnswer };

export interface PaymentCase {
  readonly decision: OperatorDecision;
  /** All that wait now. */
  readonly waiting: readonly WaitingPayment[];
  /** There may be more than those. */
  readonly isCut: boolean;
  /** For which wait it was accepted before, if it was. */
  readonly accepted: DecisionAnswer['wait'];
}

export function judgePayment({ decision, waiting, isCut, accepted }: PaymentCase): Judgement {
  const of = waiting.filter((payment) => isMeant(payment, decision));
  return (accepted && resumed(decision, of, accepted)) ?? judged(decision, of, isCut);
}

function isMeant(payment: WaitingPayment, decision: OperatorDecision): boolean {
  const { tenant, side, transferId, transactionId } = decision;
  return (
    payment.tenant === tenant &&
    (side === undefined || payment.side === side) &&
    (transferId === undefined || payment.transferId === transferId) &&
    (transactionId === undefined || payment.transactionId === transactionId)
  );
}

/** After the relay was stopped in the middle; undefined when nothing had been done yet. */
function resumed(
  { decisionId, decision }: OperatorDecision,
  of: readonly WaitingPayment[],
  accepted: NonNullable<DecisionAnswer['wait']>,
): Judgement | undefined {
  const marked = of.find((payment) => payment.decided?.decisionId === decisionId);
  // Of another wait: that one ended by the decision, and the payment waits anew.
  if (marked !== undefined) {
    return {
      kind: 'was-applied',
      payment: decisionOf(marked) === undefined ? undefined : marked,
    };
  }
  if (of.length > 0) return undefined;
  // Whoever ended the wait, the decision or the process by itself: this is what it does then.
  const isWhatItDoes = decision === doneByItself(accepted.choices);
  if (isWhatItDoes) return { kind: 'was-applied', payment: undefined };
  return { kind: 'uncertain', answer: answerOf('relayStopped', decision) };
}

function judged(
  decision: OperatorDecision,
  of: readonly WaitingPayment[],
  isCut: boolean,
): Judgement {
  const [payment, ...others] = of;
  const refuse = (answer: SaidAnswer): Judgement => ({ kind: 'refuse', answer });
  const id = decision.transferId ?? decision.transactionId ?? '';
  const { tenant } = decision;
  if (payment === undefined) {
    return refuse(answerOf(isCut ? 'noneSeenWaits' : 'noneWaits', id, tenant));
  }
  if (others.length > 0) {
    const each = of.map(({ side, transferId }) => `${side} ${transferId}`).join(', ');
    return refuse(answerOf('sayWhich', String(of.length), id, tenant, each));
  }
  const { choices, reason, transferId } = payment;
  const taken = decisionOf(payment);
  if (taken !== undefined) {
    if (taken === decision.decisionId) return { kind: 'was-applied', payment };
    return refuse(answerOf('decidedAlready', transferId, choices.join(), taken));
  }
  if (decision.reason !== undefined && decision.reason !== reason) {
    return refuse(answerOf('otherReason', transferId, reason));
  }
  if (choices.some((one) => one === decision.decision)) return { kind: 'apply', payment };
  return refuse(answerOf('notOpen', decision.decision, transferId, reason, choices.join(', ')));
}
