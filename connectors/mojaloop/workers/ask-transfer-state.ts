import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { defineWorker } from '../../common/worker';
import { sendToSwitch } from '../outbound/fspiop-client';
import { tenantOf, type MojaloopDeps } from '../settings';
import { jobTimeoutMs, noOutput, requestRetries } from '../job-defaults';

/** GET /transfers/{ID}, FSPIOP 6.7.3.2, by payer or payee. The answer comes as `transfer-answered`. */
export const askTransferState = defineWorker({
  type: 'mojaloop:ask-transfer-state:1',
  title: 'Ask the switch about the transfer',
  summary: 'Asks the switch in which state the transfer is.',
  timeoutMs: jobTimeoutMs,
  retries: requestRetries,
  input: z.object({
    tenant: variables.tenant,
    traceparent: variables.traceparent,
    transferId: variables.transferId,
    peerFspId: variables.peerFspId,
  }),
  output: noOutput,
  bpmnErrors: {
    REFUSED: 'The switch refuses the question',
    UNAVAILABLE: 'The switch gives no answer',
  },
  whenExhausted: 'bpmn-error',
  run: async ({ tenant: name, traceparent, transferId, peerFspId }, deps: MojaloopDeps, job) => {
    const tenant = tenantOf(deps, name);
    await sendToSwitch(
      {
        tenant,
        method: 'GET',
        resource: 'transfers',
        path: [transferId],
        destination: peerFspId,
        version: tenant.settings.version,
        traceparent,
        signal: job.signal,
      },
      deps,
    );
    return {};
  },
});
