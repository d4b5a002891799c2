import { carryOut, type Session } from './carry-out';
import { refused } from './failures';
import type { Transfer } from './fineract/client';
import { askLedger } from './ledger';

/**
 * Books a debit or a credit once, however often it is asked to.
 * @throws Refused when it is certainly not booked, or was booked with another amount (3106)
 * @throws TryAgain while that is unknown
 */
export function book(
  action: 'debit' | 'credit',
  transfer: Transfer,
  session: Session,
): Promise<void> {
  const { ams, job } = session;
  return ams.lanes.alone(transfer.accountId, job.signal, () =>
    bookInLane(action, transfer, session),
  );
}

/** Where nobody else of this process has anything to do with the account. */
export async function bookInLane(
  action: 'debit' | 'credit',
  transfer: Transfer,
  session: Session,
): Promise<void> {
  const { side } = session;
  const result = await carryOut({ action, transfer }, session);
  if (result.outcome === 'done') return;
  if (result.outcome === 'refused') throw refused(result.problem, side);
  const verdict = await askLedger(transfer, session);
  if (verdict === 'booked') return;
  throw refused(verdict === 'other-amount' ? 'already-done' : result.problem, side);
}
