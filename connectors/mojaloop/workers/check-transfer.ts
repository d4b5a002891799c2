import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { feelDuration } from '../../common/time';
import { defineWorker } from '../../common/hub/worker';
import { likelyMs } from '../clocks/estimate';
import { checkTransfer } from '../payee/check-transfer';
import { tenantOf, type MojaloopDeps } from '../settings';
import { switchNamed } from '../switches';
import { jobTimeoutMs, requestRetries } from '../job-defaults';

/** Holds POST /transfers to what was quoted, FSPIOP 6.7.2. Talks to nobody. */
export const checkTransferWorker = defineWorker({
  type: 'mojaloop:check-transfer:1',
  title: 'Check the transfer',
  summary: 'Checks packet, condition, amount and expiry of a transfer against the quote we gave.',
  timeoutMs: jobTimeoutMs,
  retries: requestRetries,
  input: z.object({
    tenant: variables.tenant,
    peer: variables.peer,
    transferRequest: variables.transferRequest,
  }),
  output: z.object({
    agreement: variables.agreement,
    transaction: variables.transaction,
    transferExpiration: variables.transferExpiration,
    switchAhead: variables.switchAhead,
  }),
  bpmnErrors: { REFUSED: 'The transfer is not what was agreed, or comes too late' },
  run: ({ tenant: name, peer, transferRequest }, deps: MojaloopDeps, { engineAheadMs }) => {
    const tenant = tenantOf(deps, name);
    const via = switchNamed(tenant, peer.switchName);
    const ahead = deps.switchClocks.aheadOfEngine({ tenant: name, via }, engineAheadMs);
    const switchAhead = feelDuration(ahead === undefined ? 0 : likelyMs(ahead));
    // The clock and not the step's beginning: a job that waited long must not take what has expired.
    const now = deps.switchClocks.now(via);
    const checked = checkTransfer(transferRequest, peer.fspId, tenant, now);
    return Promise.resolve({ ...checked, switchAhead });
  },
});
