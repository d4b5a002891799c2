/**
 * How a payment stands, in sentences that somebody at a bank's counter understands: what happened, where the money is now, and
 * what happens next or is to be done. Pure.
 */
import type { PaymentDocument } from '../../common/contracts/payment-documents';
import type { Language } from '../../common/words/languages';
import { payeesHeadline } from './payees-headline';
import { payersHeadline } from './payers-headline';
import { sentenceWords } from './sentence-words';
import type { Headline } from './sentences';

export function headlineOf(document: PaymentDocument, language: Language): Headline {
  const headline = ofSide(document, language);
  if (document.incidentsOpen === 0) return headline;
  const said = sentenceWords[language];
  return {
    ...headline,
    whatHappened: said.standsStill(headline.whatHappened),
    whatNext: said.mendAndRetry,
  };
}

function ofSide(document: PaymentDocument, language: Language): Headline {
  if (document.side === 'payer') return payersHeadline(document, language);
  if (document.side === 'payee') return payeesHeadline(document, language);
  const said = sentenceWords[language];
  return {
    whatHappened: said.feesMadeUp,
    whereTheMoneyIs: said.toldElsewhere,
    whatNext: said.nothingToDo,
  };
}
