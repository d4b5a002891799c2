import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { defineWorker } from '../../common/hub/worker';
import { sendToSwitch } from '../outbound/fspiop-client';
import { switchOfCurrency } from '../switches';
import { tenantOf, type MojaloopDeps } from '../settings';
import { partyPath } from '../api/party-path';
import { jobTimeoutMs, noOutput, requestRetries } from '../job-defaults';

/** GET /parties/{Type}/{ID}, FSPIOP 6.3.3.1. The answer comes as the signal `party-found`, maybe before the job has ended. */
export const lookUpParty = defineWorker({
  type: 'mojaloop:look-up-party:1',
  title: 'Look up the payee',
  summary: 'Asks the switch which DFSP the payee belongs to and what the payee is called.',
  timeoutMs: jobTimeoutMs,
  retries: requestRetries,
  input: z.object({
    tenant: variables.tenant,
    traceparent: variables.traceparent,
    request: variables.request,
  }),
  output: noOutput,
  bpmnErrors: {
    REFUSED: 'The switch refuses the request',
    UNAVAILABLE: 'The switch gives no answer',
  },
  whenExhausted: 'bpmn-error',
  run: async ({ tenant: name, traceparent, request }, deps: MojaloopDeps, { signal }) => {
    const tenant = tenantOf(deps, name);
    const via = switchOfCurrency(tenant, request.amount.currency);
    const { version } = via;
    const path = partyPath(request.payee);
    await sendToSwitch(
      { tenant, via, method: 'GET', resource: 'parties', path, version, traceparent, signal },
      deps,
    );
    return {};
  },
});
