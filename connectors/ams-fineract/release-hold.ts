import { Refused } from '../common/failures';
import { errorInformation } from '../common/fspiop-errors';
import { carryOut, findOwnHold, type OwnHold, type Session } from './carry-out';
import { refused } from './failures';
import type { Transfer } from './fineract/client';
import { askLedger } from './ledger';

/**
 * Takes off the hold that this payment has made, if it has, and makes sure that none can come later. The hold
 * of another payment with the same code stays: it is not this one's to release.
 * @throws Refused when the payment is booked, or Fineract will not release
 * @throws TryAgain while the outcome is unknown
 */
export async function releaseHold(
  transfer: Transfer,
  isKnownToBeHeld: boolean,
  session: Session,
): Promise<void> {
  // A code is held once in its life, so nothing that comes late can hold it again. And after days of an
  // operator's waiting, Fineract may have forgotten the keys that would tell.
  if (!isKnownToBeHeld && (await closeTheHold(transfer, session)) === 'not-made') return;
  if ((await release(transfer, session)) === 'released' || !isKnownToBeHeld) return;
  // Released before, or booked: only the ledger tells. What was not known to be held was not booked either.
  if ((await askLedger(transfer, session)) === 'not-booked') return;
  throw new Refused(errorInformation('INTERNAL_SERVER_ERROR', 'the payment is booked already'));
}

/**
 * A block-funds that timed out may have a PREPARE on its way still, and one that comes after the RELEASE
 * would hold the money for ever. So PREPARE is asked first, under its own keys: once it has an answer,
 * whatever it is, Fineract only repeats that answer to any PREPARE that comes late.
 */
async function closeTheHold(transfer: Transfer, session: Session): Promise<OwnHold> {
  const startedAt = session.clock.now();
  const result = await carryOut({ action: 'hold', transfer }, session, startedAt);
  return result.outcome === 'done' ? 'made' : findOwnHold(transfer, session, startedAt);
}

async function release(transfer: Transfer, session: Session): Promise<'released' | 'no-such-hold'> {
  const result = await carryOut({ action: 'release', transfer }, session);
  if (result.outcome === 'done') return 'released';
  if (result.problem === 'hold-missing') return 'no-such-hold';
  throw refused(result.problem, session.side);
}
