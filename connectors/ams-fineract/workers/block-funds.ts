import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { defineWorker } from '../../common/worker';
import { obstacleTo } from '../accounts';
import type { AmsDeps } from '../ams';
import { carryOut, wasDoneEarlier, type Session } from '../carry-out';
import { refused, valueOf } from '../failures';
import type { Transfer } from '../fineract/client';
import { isFinal } from '../fineract/problems';
import {
  payersSession,
  payersTransfer,
  payersTransferInput,
  requirePayableTransfer,
} from '../payers-transfer';
import { releaseHold } from '../release-hold';

const output = z.object({ transferCode: variables.transferCode });

export const blockFunds = defineWorker<typeof payersTransferInput, typeof output, AmsDeps>({
  type: 'ams:block-funds:1',
  title: "Block the payer's funds",
  summary: "Holds the transfer amount and the payer's fee on the payer's account in Fineract.",
  timeoutMs: 60_000,
  retries: 5,
  input: payersTransferInput,
  output,
  bpmnErrors: {
    REFUSED: 'The account may not pay this; nothing is held.',
    UNAVAILABLE: 'Whether the funds are held is not known: release them before giving up.',
  },
  whenExhausted: 'bpmn-error',
  async run(input, deps, job) {
    const session = payersSession(input.tenant, deps, job);
    requirePayableTransfer(input, session);
    const transfer = payersTransfer(input);
    const { transferCode, accountId } = transfer;
    return session.ams.lanes.alone(accountId, job.signal, async () => {
      if (input.request.askPayer) await requireUnblocked(transfer, session);
      const command = { action: 'hold', transfer } as const;
      const result = await carryOut(command, session);
      if (result.outcome === 'done') return { transferCode };
      const isHeld =
        result.outcome === 'unclear' && (await wasDoneEarlier(command, result.keyNumber, session));
      if (isHeld) return { transferCode };
      throw refused(result.problem, session.side);
    });
  },
});

/**
 * Fineract looks at blocks only when it debits: too late for a payer who has promised to pay by then.
 * ams:quote-payer has looked, but while the payer was thinking minutes may have passed.
 */
async function requireUnblocked(transfer: Transfer, session: Session): Promise<void> {
  const { ams, side, job } = session;
  const answer = await ams.fineract.getAccount(transfer.accountId, job.signal);
  const isGone = !answer.ok && isFinal(answer.problem);
  const obstacle = isGone ? answer.problem : obstacleTo('debit', valueOf(answer, side));
  if (obstacle === undefined) return;
  // An attempt before this one may have held the money already.
  await releaseHold(transfer, session);
  throw refused(obstacle, side);
}
