/** The payment as the payee's bank has it. */
import type { OperatorReason } from '../../common/contracts/operator';
import type {
  PaymentDocument,
  PaymentDocumentState,
} from '../../common/contracts/payment-documents';
import type { Language } from '../../common/words/languages';
import { payeesWords } from './payees-words';
import { sentenceWords } from './sentence-words';
import {
  banksOf,
  byOpenQuestion,
  capitalised,
  hasHappened,
  isClosedByHand,
  paymentText,
  reasonText,
  timeText,
  type Headline,
  type Tell,
} from './sentences';

const byState: Readonly<Record<PaymentDocumentState, Tell>> = {
  quoted,
  'under-way': underWay,
  'waiting-for-payer': underWay,
  'waiting-for-operator': waitingForOperator,
  paid,
  failed,
  cancelled,
};

export function payeesHeadline(document: PaymentDocument, language: Language): Headline {
  return byState[document.state](document, language);
}

function notHere(document: PaymentDocument, language: Language): string {
  return payeesWords[language].notHere(banksOf(document, language).payers);
}

function askedCost(document: PaymentDocument, language: Language): string {
  const payers = capitalised(banksOf(document, language).payers);
  return payeesWords[language].askedCost(payers, paymentText(document, language));
}

function payeesBank(document: PaymentDocument, language: Language): string {
  return capitalised(banksOf(document, language).payees);
}

function quoted(document: PaymentDocument, language: Language): Headline {
  const said = payeesWords[language];
  const answer = hasHappened(document, 'quote-not-delivered')
    ? said.answerNotDelivered
    : hasHappened(document, 'quote-given')
      ? said.answered(payeesBank(document, language))
      : said.answerMade;
  return {
    whatHappened: `${askedCost(document, language)} ${answer} ${said.notCome}`,
    whereTheMoneyIs: notHere(document, language),
    whatNext: said.mayStillCome,
  };
}

function paymentOf(document: PaymentDocument, language: Language): string {
  return capitalised(paymentText(document, language));
}

function came(document: PaymentDocument, language: Language): string {
  return payeesWords[language].announced(paymentOf(document, language));
}

function accepted(document: PaymentDocument, language: Language): string {
  const agreed = payeesWords[language].agreed(payeesBank(document, language));
  return `${came(document, language)} ${agreed}`;
}

function confirmed({ verdict }: PaymentDocument, language: Language): string {
  return payeesWords[language].confirmed[verdict?.onWordOf ?? 'switch'];
}

function underWay(document: PaymentDocument, language: Language): Headline {
  const { verdict } = document;
  const said = payeesWords[language];
  const { goesOn } = sentenceWords[language];
  if (verdict?.state === 'COMMITTED') {
    return {
      whatHappened: `${came(document, language)} ${confirmed(document, language)} ${said.beingCredited}`,
      whereTheMoneyIs: said.onItsWay(banksOf(document, language).payees),
      whatNext: goesOn,
    };
  }
  if (hasHappened(document, 'credited-on-word') && !hasHappened(document, 'credit-undone')) {
    const isOver = verdict?.state === 'ABORTED';
    return {
      whatHappened: `${accepted(document, language)} ${said.creditedEarly} ${isOver ? said.didNot : said.notConfirmed}`,
      whereTheMoneyIs: isOver ? said.beingTakenOff : `${said.credited} ${said.mayBeTakenOff}`,
      whatNext: goesOn,
    };
  }
  const isAccepted = hasHappened(document, 'transfer-accepted');
  return {
    whatHappened: isAccepted
      ? `${accepted(document, language)} ${said.notConfirmed}`
      : `${came(document, language)} ${said.beingChecked}`,
    whereTheMoneyIs: notHere(document, language),
    whatNext: isAccepted ? said.askedByItself : goesOn,
  };
}

function paid(document: PaymentDocument, language: Language): Headline {
  const { endedAt = document.updatedAt } = document;
  const said = payeesWords[language];
  const byHand = isClosedByHand(document) ? ` ${said.closedByHand}` : '';
  return {
    whatHappened: `${said.made(paymentOf(document, language))} ${confirmed(document, language)}${byHand}`,
    whereTheMoneyIs: said.onAccountSince(timeText(creditedAt(document) ?? endedAt)),
    whatNext: sentenceWords[language].nothingToDo,
  };
}

function creditedAt({ steps }: PaymentDocument): string | undefined {
  return steps.find(({ kind }) => kind === 'credited-on-word' || kind === 'credited')?.occurredAt;
}

function failed(document: PaymentDocument, language: Language): Headline {
  const said = payeesWords[language];
  if (hasHappened(document, 'credit-undone')) return undone(document, language);
  const refused = said.refused(payeesBank(document, language));
  const what = hasHappened(document, 'quote-refused')
    ? `${askedCost(document, language)} ${refused}`
    : hasHappened(document, 'transfer-refused')
      ? `${came(document, language)} ${refused}`
      : `${accepted(document, language)} ${said.switchRefused}`;
  return {
    whatHappened: `${what}${reasonText(document, language)}`,
    whereTheMoneyIs: notHere(document, language),
    whatNext: sentenceWords[language].nothingToDo,
  };
}

function undone(document: PaymentDocument, language: Language): Headline {
  const said = payeesWords[language];
  const last = document.steps.findLast(({ kind }) => kind === 'credit-undone');
  const since = timeText(last?.occurredAt ?? document.updatedAt);
  return {
    whatHappened: `${said.undone(paymentOf(document, language))} ${said.creditedEarly} ${said.didNotSoTakenOff}`,
    whereTheMoneyIs: said.neverLeft(banksOf(document, language).payers, since),
    whatNext: said.payeeMayAsk,
  };
}

function cancelled(document: PaymentDocument, language: Language): Headline {
  const said = payeesWords[language];
  return {
    whatHappened: sentenceWords[language].brokenOff(paymentOf(document, language)),
    whereTheMoneyIs: hasHappened(document, 'credited-on-word')
      ? `${said.credited} ${said.nothingTakesOff}`
      : notHere(document, language),
    whatNext: said.compare(document.transferId),
  };
}

const reasons: Partial<Record<OperatorReason, Tell>> = {
  OUTCOME_UNKNOWN: (document, language) => {
    const said = payeesWords[language];
    return {
      whatHappened: `${accepted(document, language)} ${said.askedAgain}`,
      whereTheMoneyIs: notHere(document, language),
      whatNext: sentenceWords[language].aPersonHasTo(said.findOut),
    };
  },
  CREDIT_FAILED: (document, language) => {
    const said = payeesWords[language];
    const so = `${came(document, language)} ${confirmed(document, language)}`;
    return {
      whatHappened: `${so} ${said.noCredit}${reasonText(document, language)}`,
      whereTheMoneyIs: said.payeesOwn(banksOf(document, language).payees),
      whatNext: sentenceWords[language].aPersonHasTo(said.mendCredit),
    };
  },
  CREDIT_UNCONFIRMED: (document, language) => {
    const said = payeesWords[language];
    return {
      whatHappened: `${accepted(document, language)} ${said.creditedEarly} ${said.notSaidYet}`,
      whereTheMoneyIs: `${said.credited} ${said.willBeTakenOff}`,
      whatNext: said.canDecide,
    };
  },
  UNDO_FAILED: (document, language) => {
    const said = payeesWords[language];
    return {
      whatHappened: said.notTakenOff(paymentOf(document, language)),
      whereTheMoneyIs: said.notBelonging,
      whatNext: sentenceWords[language].aPersonHasTo(said.seeTakenOff),
    };
  },
};

function waitingForOperator(document: PaymentDocument, language: Language): Headline {
  return byOpenQuestion(reasons, underWay)(document, language);
}
