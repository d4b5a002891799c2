import { z } from 'zod';
import { correlationKey } from '../../common/contracts/keys';
import { partyKeyOf } from '../../common/contracts/party-spelling';
import { variables } from '../../common/contracts/variables';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { sendToSwitch } from '../outbound/fspiop-client';
import { switchOfPayment } from '../switches';
import { tenantOf, type MojaloopDeps } from '../settings';
import { partyPath } from '../api/party-path';

/**
 * GET /parties/{Type}/{ID} of whomever the switch finds: for payments under way on the diagrams of 0.1 and
 * of earlier builds of 0.2.0.
 * Goes with version 0.3.
 */
export const formerLookUpParty = defineWorker({
  ...stepOf('mojaloop:look-up-party:1'),
  title: 'Look up the payee (until 0.1)',
  summary: 'Asks the switch which DFSP the payee belongs to and what the payee is called.',
  input: z.object({
    tenant: variables.tenant,
    traceparent: variables.traceparent,
    payment: variables.payment,
    lookupKey: variables.lookupKey.nullish(),
  }),
  output: z.object({
    lookupKey: variables.lookupKey.optional(),
    switchName: variables.switchName.optional(),
  }),
  bpmnErrors: {
    REFUSED: 'The switch refuses the request',
    UNAVAILABLE: 'The switch gives no answer',
  },
  whenExhausted: 'bpmn-error',
  run: async (job, deps: MojaloopDeps, { signal }) => {
    const { tenant: name, traceparent, payment } = job;
    const tenant = tenantOf(deps, name);
    const via = switchOfPayment(tenant, payment);
    const { version } = via;
    const path = partyPath(payment.payee);
    await sendToSwitch(
      { tenant, via, method: 'GET', resource: 'parties', path, version, traceparent, signal },
      deps,
    );
    if (job.lookupKey != null) return {};
    // Before there were signals, the look-up itself gave the payment what it waits under; without it would stop there.
    const key = correlationKey(name, partyKeyOf(payment.payee));
    return { lookupKey: key, switchName: via.name };
  },
});
