/** The payment as the payer's bank has it. */
import type { OperatorReason } from '../../common/contracts/operator';
import type {
  PaymentDocument,
  PaymentDocumentState,
} from '../../common/contracts/payment-documents';
import { meaningOf } from '../../common/fspiop-errors/meaning';
import type { Language } from '../../common/words/languages';
import { payersWords } from './payers-words';
import { sentenceWords } from './sentence-words';
import {
  banksOf,
  byOpenQuestion,
  capitalised,
  hasHappened,
  heldText,
  isClosedByHand,
  paymentText,
  reasonText,
  timeText,
  type Headline,
  type Tell,
} from './sentences';

const byState: Readonly<Record<PaymentDocumentState, Tell>> = {
  quoted: underWay,
  'under-way': underWay,
  'waiting-for-payer': waitingForPayer,
  'waiting-for-operator': waitingForOperator,
  paid,
  failed,
  cancelled,
};

export function payersHeadline(document: PaymentDocument, language: Language): Headline {
  return byState[document.state](document, language);
}

const paymentOf = (document: PaymentDocument, language: Language): string =>
  capitalised(paymentText(document, language));

function waitingForPayer(document: PaymentDocument, language: Language): Headline {
  const { shown, untouched, payerAnswers } = payersWords[language];
  return {
    whatHappened: `${asked(document, language)} ${shown}`,
    whereTheMoneyIs: untouched,
    whatNext: payerAnswers,
  };
}

function asked(document: PaymentDocument, language: Language): string {
  return payersWords[language].asked(paymentOf(document, language));
}

function setAside(document: PaymentDocument, language: Language): string {
  const { payers } = banksOf(document, language);
  return payersWords[language].setAside(capitalised(payers), heldText(document, language));
}

function stillSetAside(document: PaymentDocument, language: Language, rest: string): string {
  return payersWords[language].stillSetAside(capitalised(heldText(document, language)), rest);
}

function underWay(document: PaymentDocument, language: Language): Headline {
  const { hold, verdict } = document;
  const said = payersWords[language];
  const { goesOn } = sentenceWords[language];
  if (verdict?.state === 'COMMITTED') {
    return {
      whatHappened: `${asked(document, language)} ${confirmed(document, language)} ${said.beingDebited}`,
      whereTheMoneyIs: stillSetAside(document, language, said.cannotGoBack),
      whatNext: goesOn,
    };
  }
  if (verdict?.state === 'ABORTED') {
    return {
      whatHappened: `${asked(document, language)} ${refusedBySwitch(document, language)}`,
      whereTheMoneyIs: stillSetAside(document, language, said.beingFreed),
      whatNext: goesOn,
    };
  }
  if (hold?.state === 'held') {
    const { payees } = banksOf(document, language);
    return {
      whatHappened: `${setAside(document, language)} ${said.notSaid}`,
      whereTheMoneyIs: stillSetAside(document, language, said.notKnownYet(payees)),
      whatNext: said.askedByItself,
    };
  }
  return {
    whatHappened: `${asked(document, language)} ${soFar(document, language)}`,
    whereTheMoneyIs: said.untouched,
    whatNext: goesOn,
  };
}

function soFar(document: PaymentDocument, language: Language): string {
  const said = payersWords[language];
  const payees = capitalised(banksOf(document, language).payees);
  if (hasHappened(document, 'payer-decided')) return said.payerAnswered;
  if (hasHappened(document, 'quoted')) return said.termsGiven(payees);
  if (hasHappened(document, 'payee-found')) return said.knowsPayee(payees);
  return said.lookedFor;
}

function confirmed({ verdict }: PaymentDocument, language: Language): string {
  return payersWords[language].confirmed[verdict?.onWordOf ?? 'switch'];
}

function refusedBySwitch({ verdict }: PaymentDocument, language: Language): string {
  return payersWords[language].refused[verdict?.onWordOf ?? 'switch'];
}

function paid(document: PaymentDocument, language: Language): Headline {
  const { hold, endedAt = document.updatedAt } = document;
  const said = payersWords[language];
  const { payees } = banksOf(document, language);
  const isByHand = isClosedByHand(document);
  const by = isByHand ? said.settledByHand : said.debited;
  const since = timeText(hold?.since ?? endedAt);
  return {
    whatHappened: `${said.made(paymentOf(document, language))} ${confirmed(document, language)} ${by}`,
    whereTheMoneyIs: isByHand
      ? said.withPayeesByHand(payees, since)
      : said.leftPayer(capitalised(heldText(document, language)), since, payees),
    whatNext: sentenceWords[language].nothingToDo,
  };
}

function failed(document: PaymentDocument, language: Language): Headline {
  const { verdict, errorCode } = document;
  const said = payersWords[language];
  const why = verdict === undefined ? '' : ` ${refusedBySwitch(document, language)}`;
  return {
    whatHappened: `${said.notMade(paymentOf(document, language))}${why}${reasonText(document, language)}`,
    whereTheMoneyIs: whereOfFailed(document, language),
    whatNext:
      errorCode === undefined
        ? sentenceWords[language].nothingToDo
        : said.canBeTold(meaningOf(errorCode, language).user),
  };
}

function whereOfFailed(document: PaymentDocument, language: Language): string {
  const { hold } = document;
  const said = payersWords[language];
  if (hold === undefined) return said.untouched;
  if (hold.state === 'held') return stillSetAside(document, language, said.toBeFreed);
  return said.freeAgain(heldText(document, language), timeText(hold.since));
}

function cancelled(document: PaymentDocument, language: Language): Headline {
  const { hold, transferId } = document;
  const said = payersWords[language];
  return {
    whatHappened: sentenceWords[language].brokenOff(paymentOf(document, language)),
    whereTheMoneyIs:
      hold === undefined
        ? said.untouchedAsKnown
        : stillSetAside(document, language, said.nothingByItself),
    whatNext: said.compare(transferId),
  };
}

const reasons: Partial<Record<OperatorReason, Tell>> = {
  OUTCOME_UNKNOWN: (document, language) => {
    const said = payersWords[language];
    const { payees } = banksOf(document, language);
    return {
      whatHappened: `${setAside(document, language)} ${said.askedAgain}`,
      whereTheMoneyIs: stillSetAside(document, language, said.notKnown(payees)),
      whatNext: sentenceWords[language].aPersonHasTo(said.findOut),
    };
  },
  BOOKING_FAILED: (document, language) => {
    const said = payersWords[language];
    const payees = capitalised(banksOf(document, language).payees);
    const so = `${asked(document, language)} ${confirmed(document, language)}`;
    return {
      whatHappened: `${so} ${said.noDebit}${reasonText(document, language)}`,
      whereTheMoneyIs: stillSetAside(document, language, said.paidSoNotBack(payees)),
      whatNext: sentenceWords[language].aPersonHasTo(said.mendDebit),
    };
  },
  RELEASE_FAILED: (document, language) => {
    const said = payersWords[language];
    return {
      whatHappened: `${said.notMade(paymentOf(document, language))} ${said.noRelease}`,
      whereTheMoneyIs: stillSetAside(document, language, said.payersOwn),
      whatNext: sentenceWords[language].aPersonHasTo(said.mendRelease),
    };
  },
  HOLD_UNKNOWN: (document, language) => {
    const said = payersWords[language];
    return {
      whatHappened: said.nothingSent(paymentOf(document, language)),
      whereTheMoneyIs: said.perhapsHeld,
      whatNext: sentenceWords[language].aPersonHasTo(said.seeAnswer),
    };
  },
};

function waitingForOperator(document: PaymentDocument, language: Language): Headline {
  return byOpenQuestion(reasons, underWay)(document, language);
}
