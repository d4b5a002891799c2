import { Refused } from '../common/failures';
import { errorInformation } from '../common/fspiop-errors';
import { bookInLane } from './book';
import type { Session } from './carry-out';
import { refused, tryAgain } from './failures';
import { isFinal } from './fineract/problems';
import type { Transfer } from './fineract/client';
import { findCredit, type CreditStanding } from './ledger';

/**
 * Takes a payee's credit back, once, and makes sure that none can come later.
 * @throws Refused when Fineract will not take it back
 * @throws TryAgain while it is unknown whether it is taken back
 */
export async function undoCredit(transfer: Transfer, session: Session): Promise<void> {
  const standing = await closeTheCode(transfer, session);
  switch (standing.kind) {
    case 'undone':
      return;
    case 'stands':
      await reverse(standing, session);
      return;
    case 'other-amount':
      throw refused('already-done', session.side);
    case 'none':
      throw tryAgain('failed', session.side, 'Fineract has booked it, and does not show it');
  }
}

/**
 * A credit-payee that timed out may have a CREATE on its way still, and one that comes later would credit what nobody
 * pays. So where there is no credit it is made first, to be taken back: once a code was credited, Fineract never takes it again.
 */
async function closeTheCode(transfer: Transfer, session: Session): Promise<CreditStanding> {
  const standing = await findCredit(transfer, session);
  if (standing.kind !== 'none') return standing;
  await bookInLane('credit', transfer, session);
  return findCredit(transfer, session);
}

async function reverse(
  { savingsId, bookingId }: Extract<CreditStanding, { kind: 'stands' }>,
  { ams, job, side }: Session,
): Promise<void> {
  const answer = await ams.fineract.reverse(savingsId, bookingId, job.signal);
  if (answer.ok) return;
  const { problem, detail, notBeforeMs } = answer;
  if (problem === 'insufficient-funds') {
    throw new Refused(
      errorInformation('PAYEE_LIMIT_ERROR', 'the payee has not got the money any more'),
    );
  }
  // Somebody else has just taken it back, and the account's rows will say so.
  if (problem === 'booking-missing' || !isFinal(problem)) {
    throw tryAgain(problem, side, detail, notBeforeMs);
  }
  throw refused(problem, side);
}
