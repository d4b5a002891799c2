import { Refused } from '../common/failures';
import { errorInformation } from '../common/fspiop-errors';
import { carryOut, type Session } from './carry-out';
import { refused } from './failures';
import type { Transfer } from './fineract/client';
import { askLedger } from './ledger';

/**
 * Takes the hold off, if there is one, and makes sure that none can come later.
 * @throws Refused when the payment is booked, or Fineract will not release
 * @throws TryAgain while the outcome is unknown
 */
export async function releaseHold(transfer: Transfer, session: Session): Promise<void> {
  await closeTheHold(transfer, session);
  await release(transfer, session);
}

/**
 * A block-funds that timed out may have a PREPARE on its way still, and one that comes after the RELEASE
 * would hold the money for ever. So PREPARE is asked first, under its own keys: once it has an answer,
 * whatever it is, Fineract only repeats that answer to any PREPARE that comes late.
 */
async function closeTheHold(transfer: Transfer, session: Session): Promise<void> {
  await carryOut({ action: 'hold', transfer }, session);
}

async function release(transfer: Transfer, session: Session): Promise<void> {
  const result = await carryOut({ action: 'release', transfer }, session);
  if (result.outcome === 'done') return;
  if (result.problem !== 'hold-missing') throw refused(result.problem, session.side);
  // Released before, never held, or booked: only the ledger tells the last from the others.
  const verdict = await askLedger(transfer, session);
  if (verdict === 'not-booked') return;
  throw new Refused(errorInformation('INTERNAL_SERVER_ERROR', 'the payment is booked already'));
}
