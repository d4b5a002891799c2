import type { OperatorReason } from './operator';

export const verdicts = ['COMMITTED', 'ABORTED', 'UNKNOWN'] as const;

/** A payment that waits for an operator, in the words of every log line and list that tells of it. */
type OperatorMatter = {
  /** What the switch has said: final, unless UNKNOWN. ABORTED: no transfer is, or will be. */
  readonly verdict: (typeof verdicts)[number];
  readonly what: string;
  readonly advice: string;
};

const byItself = 'It is tried again by itself, ever more seldom';
const byHand = '"close" ends it, once you have done it by hand in Fineract.';

export const operatorMatters: Readonly<Record<OperatorReason, OperatorMatter>> = {
  OUTCOME_UNKNOWN: {
    verdict: 'UNKNOWN',
    what: 'the switch has not said whether the transfer is committed or aborted',
    advice:
      'See that the switch answers: it is asked again by itself, ever more seldom; "ask-again" asks at once. Book or release only on what the switch’s own records say of this transferId.',
  },
  BOOKING_FAILED: {
    verdict: 'COMMITTED',
    what: 'the transfer is committed at the switch, and Fineract does not debit the payer',
    advice: `Mend what Fineract refuses at the payer’s account. ${byItself}; "book" tries at once. It cannot be released: the payee has the money. ${byHand}`,
  },
  CREDIT_FAILED: {
    verdict: 'COMMITTED',
    what: 'the transfer is committed at the switch, and Fineract does not credit the payee',
    advice: `Mend what Fineract refuses at the payee’s account. ${byItself}; "book" tries at once. It cannot be given up: the payer has paid. ${byHand}`,
  },
  CREDIT_UNCONFIRMED: {
    verdict: 'UNKNOWN',
    what: 'the payee was credited on an operator’s word, and the switch has not said whether the transfer is committed or aborted',
    advice:
      'It is asked again by itself, ever more seldom; "ask-again" asks at once. COMMITTED ends it, ABORTED has the credit taken back. "reverse" asks once more and takes it back, unless the switch says COMMITTED; "close" lets it stand, whatever the switch says later: both only on what its own records say of this transferId.',
  },
  UNDO_FAILED: {
    verdict: 'ABORTED',
    what: 'the transfer is aborted, by the switch’s or an operator’s word, and Fineract does not take the payee’s credit back',
    advice: `Mend what Fineract refuses at the payee’s account, or get the money back from the payee. ${byItself}; "reverse" tries at once. ${byHand}`,
  },
  RELEASE_FAILED: {
    verdict: 'ABORTED',
    what: 'the transfer is aborted at the switch, or not known there, and Fineract does not release the hold',
    advice: `Mend what Fineract refuses at the payer’s account. ${byItself}; "release" tries at once. It cannot be booked: the payee gets nothing. ${byHand}`,
  },
  HOLD_UNKNOWN: {
    verdict: 'ABORTED',
    what: 'nothing was sent to the switch, and Fineract does not say whether it holds the money, nor release it',
    advice: `See that Fineract answers. ${byItself}; "release" tries at once. ${byHand}`,
  },
};
