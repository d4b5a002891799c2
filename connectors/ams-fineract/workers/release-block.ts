import { z } from 'zod';
import { Refused } from '../../common/failures';
import { errorInformation } from '../../common/fspiop-errors';
import { defineWorker } from '../../common/worker';
import type { AmsDeps } from '../ams';
import { carryOut, type Session } from '../carry-out';
import { refused } from '../failures';
import type { Transfer } from '../fineract/client';
import { askLedger } from '../ledger';
import { payersSession, payersTransfer, payersTransferInput } from '../payers-transfer';

const output = z.object({});

export const releaseBlock = defineWorker<typeof payersTransferInput, typeof output, AmsDeps>({
  type: 'ams:release-block:1',
  title: "Release the payer's funds",
  summary: "Takes the hold off the payer's account, and makes sure that none can come later.",
  timeoutMs: 60_000,
  retries: 8,
  input: payersTransferInput,
  output,
  bpmnErrors: {
    REFUSED:
      'The funds are booked already, or Fineract will not release them: an operator decides.',
    UNAVAILABLE: 'Whether the funds are released is not known: an operator decides.',
  },
  whenExhausted: 'bpmn-error',
  async run(input, deps, job) {
    const session = payersSession(input.tenant, deps, job);
    const transfer = payersTransfer(input);
    await session.ams.lanes.alone(transfer.accountId, job.signal, async () => {
      await closeTheHold(transfer, session);
      await release(transfer, session);
    });
    return {};
  },
});

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
