import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { defineWorker } from '../../common/worker';
import type { AmsDeps } from '../ams';
import { carryOut, wasDoneEarlier } from '../carry-out';
import { refused } from '../failures';
import {
  payersSession,
  payersTransfer,
  payersTransferInput,
  requirePayableTransfer,
} from '../payers-transfer';

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
