import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { switchAheadOf } from '../clocks/switch-ahead';
import { checkTransfer } from '../payee/check-transfer';
import { tenantOf, type MojaloopDeps } from '../settings';
import { switchNamed } from '../switches';

/** For payments that began before 0.2.0: now it is done when the transfer comes. Goes with 0.3.0. */
export const checkTransferWorker = defineWorker({
  ...stepOf('mojaloop:check-transfer:1'),
  title: 'Check the transfer',
  summary: 'Checks packet, condition, amount and expiry of a transfer against the quote we gave.',
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
    const switchAhead = switchAheadOf({ tenant: name, via }, engineAheadMs, deps);
    // The clock and not the step's beginning: a job that waited long must not take what has expired.
    const now = deps.switchClocks.now(via);
    const checked = checkTransfer(transferRequest, peer.fspId, tenant, now);
    return Promise.resolve({ ...checked, switchAhead });
  },
});
