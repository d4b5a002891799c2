import type { z } from 'zod';
import type { outcomeSchema } from '../../common/contracts/payer-transfer';
import { fittingDescription, meaningOf } from '../../common/fspiop-errors';
import type { ErrorInformation } from '../../common/contracts/fspiop';
import type { Answer } from '../outbound/send-answer';

type Outcome = z.output<typeof outcomeSchema>;

/** FSPIOP 7.6: xx of 41xx are the payer's own no. */
const payersOwnNo = /^41(?:00|01)$/;

/**
 * What the payer's DFSP says of a request to pay, FSPIOP 6.4.4 and 7.3.32: RECEIVED while terms are agreed on, PENDING
 * while the payer decides or money is on its way, ACCEPTED when it is paid. The payer's own no is REJECTED; whatever else
 * went wrong goes to /error. From what the process keeps: the same bytes however often it is given.
 */
export function requestAnswer(outcome: Outcome | null | undefined, transactionId: string): Answer {
  const said = (transactionRequestState: string) => ({
    body: { transactionId, transactionRequestState },
  });
  if (outcome == null) return said('RECEIVED');
  switch (outcome.state) {
    case 'COMMITTED':
      return said('ACCEPTED');
    case 'WAITING_FOR_PAYER':
    case 'PENDING':
      return said('PENDING');
    case 'ABORTED': {
      const { errorInformation } = outcome;
      if (errorInformation == null || payersOwnNo.test(errorInformation.errorCode)) {
        return said('REJECTED');
      }
      return { errorInformation: inOurWords(errorInformation) };
    }
  }
}

/** The code as it came. The words may be of another DFSP, and not for this one. */
function inOurWords({ errorCode }: ErrorInformation): ErrorInformation {
  return { errorCode, errorDescription: fittingDescription(meaningOf(errorCode).meaning) };
}
