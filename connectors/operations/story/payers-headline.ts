/** The payment as the payer's bank has it. */
import type { OperatorReason } from '../../common/contracts/operator';
import type {
  PaymentDocument,
  PaymentDocumentState,
} from '../../common/contracts/payment-documents';
import { meaningOf } from '../../common/fspiop-errors/meaning';
import {
  aPersonHasTo,
  banksOf,
  capitalised,
  hasHappened,
  heldText,
  isClosedByHand,
  nothingToDo,
  openQuestion,
  paymentText,
  reasonText,
  timeText,
  type Headline,
} from './sentences';

const untouched = 'On the payer’s account. Nothing has been set aside or taken.';
const goesOn = 'It goes on by itself: there is nothing to do.';

type Tell = (document: PaymentDocument) => Headline;

const byState: Readonly<Record<PaymentDocumentState, Tell>> = {
  quoted: underWay,
  'under-way': underWay,
  'waiting-for-payer': waitingForPayer,
  'waiting-for-operator': waitingForOperator,
  paid,
  failed,
  cancelled,
};

export function payersHeadline(document: PaymentDocument): Headline {
  return byState[document.state](document);
}

function waitingForPayer(document: PaymentDocument): Headline {
  return {
    whatHappened: `${asked(document)} The payer has been shown the amount and the charge and has not answered yet.`,
    whereTheMoneyIs: untouched,
    whatNext:
      'The payer accepts or refuses. If no answer comes in time, the payment ends and nothing is taken.',
  };
}

function asked(document: PaymentDocument): string {
  return `${capitalised(paymentText(document))} was asked for.`;
}

const setAside = (document: PaymentDocument): string =>
  `${capitalised(banksOf(document).payers)} has set ${heldText(document)} aside on the payer’s account.`;

const stillSetAside = (document: PaymentDocument, rest: string): string =>
  `${capitalised(heldText(document))} is set aside on the payer’s account: the payer cannot spend it. ${rest}`;

function underWay(document: PaymentDocument): Headline {
  const { hold, verdict } = document;
  const { payees } = banksOf(document);
  if (verdict?.state === 'COMMITTED') {
    return {
      whatHappened: `${asked(document)} ${confirmed(document)} The payer’s account is being debited.`,
      whereTheMoneyIs: stillSetAside(document, 'It cannot go back to the payer any more.'),
      whatNext: goesOn,
    };
  }
  if (verdict?.state === 'ABORTED') {
    return {
      whatHappened: `${asked(document)} ${refusedBySwitch(document)}`,
      whereTheMoneyIs: stillSetAside(document, 'It is being given free again.'),
      whatNext: goesOn,
    };
  }
  if (hold?.state === 'held') {
    return {
      whatHappened: `${setAside(document)} The payment switch has not said yet whether the payment goes through.`,
      whereTheMoneyIs: stillSetAside(document, `Whether ${payees} has it is not known yet.`),
      whatNext:
        'The payment switch is asked by itself until it answers. Until then do not pay it a second time.',
    };
  }
  return {
    whatHappened: `${asked(document)}${soFar(document)}`,
    whereTheMoneyIs: untouched,
    whatNext: goesOn,
  };
}

function soFar(document: PaymentDocument): string {
  const { payees } = banksOf(document);
  if (hasHappened(document, 'payer-decided')) return ' The payer has answered.';
  if (hasHappened(document, 'quoted')) return ` ${capitalised(payees)} has given its terms.`;
  if (hasHappened(document, 'payee-found')) {
    return ` ${capitalised(payees)} knows the payee and is asked what it costs.`;
  }
  return ' The payee is being looked for.';
}

function confirmed({ verdict }: PaymentDocument): string {
  return verdict?.onWordOf === 'operator'
    ? 'An operator of this bank has decided that it went through; the payment switch itself had not said so.'
    : 'The payment switch has confirmed that it went through.';
}

function refusedBySwitch({ verdict }: PaymentDocument): string {
  return verdict?.onWordOf === 'operator'
    ? 'An operator of this bank has decided that it did not go through; the payment switch itself had not said so.'
    : 'The payment switch has said that it did not go through.';
}

function paid(document: PaymentDocument): Headline {
  const { hold, endedAt = document.updatedAt } = document;
  const { payees } = banksOf(document);
  const by = isClosedByHand(document)
    ? 'The payer’s account could not be debited by the hub: an operator has settled it by hand and closed it.'
    : 'The payer’s account was debited.';
  const since = timeText(hold?.since ?? endedAt);
  return {
    whatHappened: `${capitalised(paymentText(document))} was made. ${confirmed(document)} ${by}`,
    whereTheMoneyIs: isClosedByHand(document)
      ? `With ${payees}. How the payer was debited, who closed it has to say: ${since}.`
      : `${capitalised(heldText(document))} left the payer’s account on ${since}; it is with ${payees}. Whether it is on the payee’s account already, only that bank can say.`,
    whatNext: nothingToDo,
  };
}

function failed(document: PaymentDocument): Headline {
  const { verdict, errorCode } = document;
  const why = verdict === undefined ? '' : ` ${refusedBySwitch(document)}`;
  return {
    whatHappened: `${capitalised(paymentText(document))} was not made.${why}${reasonText(document)}`,
    whereTheMoneyIs: whereOfFailed(document),
    whatNext:
      errorCode === undefined
        ? nothingToDo
        : `There is nothing to do. The payer can be told: “${meaningOf(errorCode).user}”`,
  };
}

function whereOfFailed(document: PaymentDocument): string {
  const { hold } = document;
  if (hold === undefined) return untouched;
  if (hold.state === 'held') return stillSetAside(document, 'It is to be given free again.');
  const since = timeText(hold.since);
  return `On the payer’s account. What was set aside there (${heldText(document)}) is free again since ${since}: nothing was taken.`;
}

function cancelled(document: PaymentDocument): Headline {
  const { hold, transferId } = document;
  const at = `the payer’s account in the account system with the payment switch’s own record${transferId === undefined ? '' : ` of transfer ${transferId}`}`;
  return {
    whatHappened: `${capitalised(paymentText(document))} was broken off: somebody has ended it in the engine before it was finished.`,
    whereTheMoneyIs:
      hold === undefined
        ? 'On the payer’s account, as far as is known: nothing had been set aside when it was broken off.'
        : stillSetAside(document, 'Nothing gives it free or takes it by itself any more.'),
    whatNext: `Nothing more happens by itself. Compare ${at}, and settle by hand what they do not agree on.`,
  };
}

const reasons: Partial<Record<OperatorReason, Tell>> = {
  OUTCOME_UNKNOWN: (document) => ({
    whatHappened: `${setAside(document)} The payment switch was asked again and again, and has not said whether the payment went through.`,
    whereTheMoneyIs: stillSetAside(
      document,
      `Whether ${banksOf(document).payees} has it is not known.`,
    ),
    whatNext: `${aPersonHasTo} find out from the payment switch’s own records whether this transfer went through, and decide: “book” debits the payer’s account for good (it did), “release” lets the payer have the money back (it did not). The switch is asked on meanwhile. Until then nobody may send this payment again or pay it out in cash. The payer can be told: “Your payment is not settled yet. Your money is set aside and is not lost. Please do not send it again.”`,
  }),
  BOOKING_FAILED: (document) => ({
    whatHappened: `${asked(document)} ${confirmed(document)} But the account system does not debit the payer’s account.${reasonText(document)}`,
    whereTheMoneyIs: stillSetAside(
      document,
      `${capitalised(banksOf(document).payees)} has been paid, so it cannot go back to the payer.`,
    ),
    whatNext: `${aPersonHasTo} mend what stops the debit on the payer’s account, then have it booked. It is tried again by itself as well. If it cannot be mended, debit by hand and close the payment.`,
  }),
  RELEASE_FAILED: (document) => ({
    whatHappened: `${capitalised(paymentText(document))} was not made. But the account system does not give the payer’s money free again.`,
    whereTheMoneyIs: stillSetAside(document, 'It belongs to the payer: nobody else gets it.'),
    whatNext: `${aPersonHasTo} mend what stops the release on the payer’s account, then have it released. It is tried again by itself as well. If it cannot be mended, release it by hand and close the payment.`,
  }),
  HOLD_UNKNOWN: (document) => ({
    whatHappened: `${capitalised(paymentText(document))} was not made: nothing was sent to the payment switch. The account system does not say whether it has set the payer’s money aside.`,
    whereTheMoneyIs:
      'On the payer’s account. Part of it may be set aside there, so that the payer cannot spend it: that is not known.',
    whatNext: `${aPersonHasTo} see that the account system answers, then have the money released. It is tried again by itself as well.`,
  }),
};

function waitingForOperator(document: PaymentDocument): Headline {
  const reason = openQuestion(document)?.reason as OperatorReason | undefined;
  const make = reason === undefined ? undefined : reasons[reason];
  if (make !== undefined) return make(document);
  return { ...underWay(document), whatNext: `${aPersonHasTo} decide how it goes on.` };
}
