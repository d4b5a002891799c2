/** The payment as the payee's bank has it. */
import type { OperatorReason } from '../../common/contracts/operator';
import type {
  PaymentDocument,
  PaymentDocumentState,
} from '../../common/contracts/payment-documents';
import {
  aPersonHasTo,
  banksOf,
  capitalised,
  hasHappened,
  isClosedByHand,
  nothingToDo,
  openQuestion,
  paymentText,
  reasonText,
  timeText,
  type Headline,
} from './sentences';

const goesOn = 'It goes on by itself: there is nothing to do.';
const notHere = (document: PaymentDocument): string =>
  `With ${banksOf(document).payers}. Nothing was put on the payee’s account.`;

type Tell = (document: PaymentDocument) => Headline;

const byState: Readonly<Record<PaymentDocumentState, Tell>> = {
  quoted,
  'under-way': underWay,
  'waiting-for-payer': underWay,
  'waiting-for-operator': waitingForOperator,
  paid,
  failed,
  cancelled,
};

export function payeesHeadline(document: PaymentDocument): Headline {
  return byState[document.state](document);
}

function quoted(document: PaymentDocument): Headline {
  const { payers, payees } = banksOf(document);
  const answer = hasHappened(document, 'quote-not-delivered')
    ? 'The answer could not be delivered.'
    : hasHappened(document, 'quote-given')
      ? `${capitalised(payees)} has answered.`
      : 'The answer is being made.';
  return {
    whatHappened: `${capitalised(payers)} has asked what ${paymentText(document)} would cost. ${answer} The payment itself has not come.`,
    whereTheMoneyIs: notHere(document),
    whatNext: 'There is nothing to do. The payer may still send the payment, or never.',
  };
}

const came = (document: PaymentDocument): string =>
  `${capitalised(paymentText(document))} was announced.`;

const accepted = (document: PaymentDocument): string =>
  `${came(document)} ${capitalised(banksOf(document).payees)} has agreed to take it.`;

const confirmed = ({ verdict }: PaymentDocument): string =>
  verdict?.onWordOf === 'operator'
    ? 'An operator of this bank has decided that it counts as paid; the payment switch itself had not said so.'
    : 'The payment switch has confirmed it.';

const notConfirmed = 'The payment switch has not said yet whether the payment goes through.';

const credited = 'On the payee’s account: it was put there on an operator’s word.';

function underWay(document: PaymentDocument): Headline {
  const { verdict } = document;
  if (verdict?.state === 'COMMITTED') {
    return {
      whatHappened: `${came(document)} ${confirmed(document)} It is being put on the payee’s account.`,
      whereTheMoneyIs: `With ${banksOf(document).payees}, on its way to the payee’s account.`,
      whatNext: goesOn,
    };
  }
  if (hasHappened(document, 'credited-on-word') && !hasHappened(document, 'credit-undone')) {
    const isOver = verdict?.state === 'ABORTED';
    return {
      whatHappened: `${accepted(document)} An operator of this bank had it put on the payee’s account before the payment switch had said whether it went through. ${isOver ? 'It did not.' : notConfirmed}`,
      whereTheMoneyIs: isOver
        ? 'On the payee’s account. It is being taken off again.'
        : `${credited} It may have to be taken off again.`,
      whatNext: goesOn,
    };
  }
  const isAccepted = hasHappened(document, 'transfer-accepted');
  return {
    whatHappened: isAccepted
      ? `${accepted(document)} ${notConfirmed}`
      : `${came(document)} It is being checked.`,
    whereTheMoneyIs: notHere(document),
    whatNext: isAccepted
      ? 'The payment switch is asked by itself until it answers. Do not pay anything to the payee before that.'
      : goesOn,
  };
}

function paid(document: PaymentDocument): Headline {
  const { endedAt = document.updatedAt } = document;
  const byHand = isClosedByHand(document)
    ? ' An operator of this bank has closed it by hand, and lets it stand as it is.'
    : '';
  return {
    whatHappened: `${capitalised(paymentText(document))} was made. ${confirmed(document)}${byHand}`,
    whereTheMoneyIs: `On the payee’s account, since ${timeText(creditedAt(document) ?? endedAt)}.`,
    whatNext: nothingToDo,
  };
}

function creditedAt({ steps }: PaymentDocument): string | undefined {
  return steps.find(({ kind }) => kind === 'credited-on-word' || kind === 'credited')?.occurredAt;
}

function failed(document: PaymentDocument): Headline {
  const { payers, payees } = banksOf(document);
  if (hasHappened(document, 'credit-undone')) {
    const undone = document.steps.findLast(({ kind }) => kind === 'credit-undone');
    return {
      whatHappened: `${capitalised(paymentText(document))} was undone. An operator of this bank had it put on the payee’s account before the payment switch had said whether it went through. It did not, so it was taken off again.`,
      whereTheMoneyIs: `It never left ${payers}. It was taken off the payee’s account again on ${timeText(undone?.occurredAt ?? document.updatedAt)}: the statement shows one line in and one line out.`,
      whatNext:
        'There is nothing to do, but the payee may ask why: it was credited too early, and the payment did not go through.',
    };
  }
  const what = hasHappened(document, 'quote-refused')
    ? `${capitalised(payers)} has asked what ${paymentText(document)} would cost. ${capitalised(payees)} has refused it.`
    : hasHappened(document, 'transfer-refused')
      ? `${came(document)} ${capitalised(payees)} has refused it.`
      : `${accepted(document)} The payment switch has said that it did not go through.`;
  return {
    whatHappened: `${what}${reasonText(document)}`,
    whereTheMoneyIs: notHere(document),
    whatNext: nothingToDo,
  };
}

function cancelled(document: PaymentDocument): Headline {
  const { transferId } = document;
  const record = `the payment switch’s own record${transferId === undefined ? '' : ` of transfer ${transferId}`}`;
  return {
    whatHappened: `${capitalised(paymentText(document))} was broken off: somebody has ended it in the engine before it was finished.`,
    whereTheMoneyIs: hasHappened(document, 'credited-on-word')
      ? `${credited} Nothing takes it off by itself any more.`
      : notHere(document),
    whatNext: `Nothing more happens by itself. Compare the payee’s account in the account system with ${record}, and settle by hand what they do not agree on.`,
  };
}

const reasons: Partial<Record<OperatorReason, Tell>> = {
  OUTCOME_UNKNOWN: (document) => ({
    whatHappened: `${accepted(document)} The payment switch was asked again and again, and has not said whether the payment went through.`,
    whereTheMoneyIs: notHere(document),
    whatNext: `${aPersonHasTo} find out from the payment switch’s own records whether this transfer went through, and decide: “book” credits the payee’s account (it did), “release” gives it up (it did not). The switch is asked on meanwhile. Until then nobody may pay anything to the payee.`,
  }),
  CREDIT_FAILED: (document) => ({
    whatHappened: `${came(document)} ${confirmed(document)} But the account system does not put it on the payee’s account.${reasonText(document)}`,
    whereTheMoneyIs: `With ${banksOf(document).payees}, and not on the payee’s account. It is the payee’s: the payer has paid.`,
    whatNext: `${aPersonHasTo} mend what stops the credit on the payee’s account, then have it booked. It is tried again by itself as well. If it cannot be mended, credit by hand and close the payment.`,
  }),
  CREDIT_UNCONFIRMED: (document) => ({
    whatHappened: `${accepted(document)} An operator of this bank had it put on the payee’s account before the payment switch had said whether it went through. It has not said so yet.`,
    whereTheMoneyIs: `${credited} If the payment did not go through, it will be taken off again.`,
    whatNext:
      'The payment switch is asked by itself. An operator who knows from its own records how the transfer ended can decide: reverse (take the credit off again) or close (let it stand).',
  }),
  UNDO_FAILED: (document) => ({
    whatHappened: `${capitalised(paymentText(document))} did not go through. It had been put on the payee’s account on an operator’s word, and the account system does not take it off again.`,
    whereTheMoneyIs:
      'On the payee’s account, where it does not belong; the payee may have spent it.',
    whatNext: `${aPersonHasTo} see that the account system takes it off again, or get it back from the payee by hand and close the payment. It is tried again by itself as well.`,
  }),
};

function waitingForOperator(document: PaymentDocument): Headline {
  const reason = openQuestion(document)?.reason as OperatorReason | undefined;
  const make = reason === undefined ? undefined : reasons[reason];
  if (make !== undefined) return make(document);
  return { ...underWay(document), whatNext: `${aPersonHasTo} decide how it goes on.` };
}
