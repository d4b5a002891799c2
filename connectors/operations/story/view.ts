/** One side of a payment as the API tells it. */
import type { MessageDocument } from '../../common/contracts/message-documents';
import type { PaymentDocument } from '../../common/contracts/payment-documents';
import { headlineOf } from './headline';
import { errorText } from './sentences';
import { timelineOf } from './timeline';

export function sideView(document: PaymentDocument, messages: readonly MessageDocument[]) {
  const { side, state, engine, startedAt, updatedAt, endedAt } = document;
  const { transferId, quoteId, decisions, incidents } = document;
  return {
    ...{ side, state, standsStill: document.incidentsOpen > 0, engine },
    ...{ startedAt, updatedAt, endedAt, transferId, quoteId },
    headline: headlineOf(document),
    facts: factsOf(document),
    timeline: timelineOf(document, messages),
    ...{ decisions, incidents },
  };
}

/** Of a person nothing that names them: documents have no more. */
function factsOf({ payer, payee, ...document }: PaymentDocument) {
  const { amount, amountType, scenario, origin, terms, hold, verdict, fees, errorCode } = document;
  const party = ({ fspId, partyIdType }: PaymentDocument['payer']) => ({ fspId, partyIdType });
  return {
    ...{ amount, amountType, scenario, origin, terms, hold, verdict, fees },
    ...(errorCode !== undefined && {
      error: { errorCode, meaning: errorText(errorCode) },
    }),
    ...{ payer: party(payer), payee: party(payee) },
  };
}
