/**
 * How a payment stands, in sentences that somebody at a bank's counter understands: what happened, where the money is now, and
 * what happens next or is to be done. Pure.
 */
import type { PaymentDocument } from '../../common/contracts/payment-documents';
import { payeesHeadline } from './payees-headline';
import { payersHeadline } from './payers-headline';
import type { Headline } from './sentences';

export function headlineOf(document: PaymentDocument): Headline {
  const headline = ofSide(document);
  if (document.incidentsOpen === 0) return headline;
  return {
    ...headline,
    whatHappened: `${headline.whatHappened} It stands still: a step could not be carried out.`,
    whatNext:
      'Nothing more happens by itself. The cause has to be mended; then an operator has the step tried again (see the incidents).',
  };
}

function ofSide(document: PaymentDocument): Headline {
  if (document.side === 'payer') return payersHeadline(document);
  if (document.side === 'payee') return payeesHeadline(document);
  return {
    whatHappened:
      'Fees between the banks that could not be worked out at the time were made up for.',
    whereTheMoneyIs: 'The payment itself is told on the side of the payer or the payee.',
    whatNext: 'There is nothing to do.',
  };
}
