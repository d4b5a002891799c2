/** One side of a payment as the API tells it. */
import type { PaymentDocument } from '../../common/contracts/payment-documents';
import type { FoundMessages } from '../../common/payment-story/find-messages';
import type { Language } from '../../common/words/languages';
import { headlineOf } from './headline';
import { errorText } from './sentences';
import { timelineOf } from './timeline';

export function sideView(
  document: PaymentDocument,
  { messages, isCut }: FoundMessages,
  language: Language,
) {
  const { side, state, engine, startedAt, updatedAt, endedAt } = document;
  const { transferId, quoteId, decisions, incidents } = document;
  return {
    ...{ side, state, standsStill: document.incidentsOpen > 0, engine },
    ...{ startedAt, updatedAt, endedAt, transferId, quoteId },
    headline: headlineOf(document, language),
    facts: factsOf(document, language),
    timeline: timelineOf(document, messages, language),
    ...(isCut && { isCut }),
    ...{ decisions, incidents },
  };
}

/** Of a person nothing that names them: documents have no more. */
function factsOf({ payer, payee, ...document }: PaymentDocument, language: Language) {
  const { amount, amountType, scenario, origin, terms, hold, verdict, fees, errorCode } = document;
  const party = ({ fspId, partyIdType }: PaymentDocument['payer']) => ({ fspId, partyIdType });
  return {
    ...{ amount, amountType, scenario, origin, terms, hold, verdict, fees },
    ...(errorCode !== undefined && {
      error: { errorCode, meaning: errorText(errorCode, language) },
    }),
    ...{ payer: party(payer), payee: party(payee) },
  };
}
