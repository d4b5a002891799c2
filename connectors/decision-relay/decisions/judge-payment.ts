/** What is to become of a decision on a payment, by what waits now: pure. */
import type { DecisionAnswer, OperatorDecision } from '../../common/contracts/decisions';
import { doneByItself } from '../../common/contracts/operator';
import { operatorMatters } from '../../common/contracts/operator-matters';
import { decisionOf, type WaitingPayment } from '../waiting/waiting-payment';

export type Judgement =
  | { readonly kind: 'apply'; readonly payment: WaitingPayment }
  /** It was: what is left is to end the wait, if that has not happened either. */
  | { readonly kind: 'was-applied'; readonly payment: WaitingPayment | undefined }
  | { readonly kind: 'uncertain'; readonly why: string }
  | { readonly kind: 'refuse'; readonly why: string };

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
  return {
    kind: 'uncertain',
    why:
      `The relay was stopped while it carried out ${decision}, and the payment has ceased to wait since: either it was ` +
      'carried out, or the process had just begun to try by itself. See how the payment stands; if it waits ' +
      'again, decide anew.',
  };
}

function judged(
  decision: OperatorDecision,
  of: readonly WaitingPayment[],
  isCut: boolean,
): Judgement {
  const [payment, ...others] = of;
  const refuse = (why: string): Judgement => ({ kind: 'refuse', why });
  const id = decision.transferId ?? decision.transactionId ?? '';
  if (payment === undefined) {
    const unseen = isCut ? ', as far as is seen of so many' : '';
    return refuse(
      `No payment ${id} of ${decision.tenant} waits for a person${unseen}: it has ended, is just trying by itself, or ` +
        'never waited. See what waits: hub waiting',
    );
  }
  if (others.length > 0) {
    const each = of.map(({ side, transferId }) => `${side} ${transferId}`).join(', ');
    return refuse(`${of.length} payments ${id} of ${decision.tenant} wait. Say which: ${each}`);
  }
  const { choices, reason, transferId } = payment;
  const taken = decisionOf(payment);
  if (taken !== undefined) {
    if (taken === decision.decisionId) return { kind: 'was-applied', payment };
    return refuse(
      `Of transfer ${transferId} ${choices.join()} is decided already, by decision ${taken}: it is being done.`,
    );
  }
  const { what, advice } = operatorMatters[reason];
  if (decision.reason !== undefined && decision.reason !== reason) {
    return refuse(
      `Transfer ${transferId} waits for another reason by now: ${what}. ${advice} Look at it, and decide anew.`,
    );
  }
  if (choices.some((one) => one === decision.decision)) return { kind: 'apply', payment };
  return refuse(
    `${decision.decision} is not open to transfer ${transferId}, for ${what}. ${advice} Open are: ${choices.join(', ')}`,
  );
}
