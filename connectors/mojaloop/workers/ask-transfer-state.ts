import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { formatDateTime } from '../../common/time';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { wholeSeconds } from '../api/http-date';
import { switchAheadOf } from '../clocks/switch-ahead';
import { sendToSwitch } from '../outbound/fspiop-client';
import { switchNamed, switchOfPayment } from '../switches';
import { tenantOf, type MojaloopDeps } from '../settings';

/** GET /transfers/{ID}, FSPIOP 6.7.3.2, by payer or payee. The answer comes as `transfer-answered`. */
export const askTransferState = defineWorker({
  ...stepOf('mojaloop:ask-transfer-state:1'),
  title: 'Ask the switch about the transfer',
  summary: 'Asks the switch in which state the transfer is.',
  input: z.object({
    tenant: variables.tenant,
    traceparent: variables.traceparent,
    transferId: variables.transferId,
    peerFspId: variables.peerFspId,
    payment: variables.payment.nullish(),
    peer: variables.peer.nullish(),
  }),
  output: z.object({
    switchQuestion: variables.switchQuestion,
    switchAhead: variables.switchAhead,
  }),
  bpmnErrors: {
    REFUSED: 'The switch refuses the question',
    UNAVAILABLE: 'The switch gives no answer',
  },
  whenExhausted: 'bpmn-error',
  run: async (input, deps: MojaloopDeps, { signal, engineAheadMs }) => {
    const { traceparent, transferId, peerFspId, payment, peer } = input;
    const tenant = tenantOf(deps, input.tenant);
    // The payer's side chose the switch, the payee's was called by it.
    const via =
      payment == null ? switchNamed(tenant, peer?.switchName) : switchOfPayment(tenant, payment);
    const { sentDate, notBefore } = await sendToSwitch(
      {
        tenant,
        via,
        method: 'GET',
        resource: 'transfers',
        path: [transferId],
        destination: peerFspId,
        version: via.version,
        traceparent,
        signal,
      },
      deps,
    );
    const askedAt = notBefore === undefined ? null : formatDateTime(notBefore);
    const earliestAnswer = formatDateTime(Math.min(sentDate, wholeSeconds(notBefore ?? sentDate)));
    const switchAhead = switchAheadOf({ tenant: input.tenant, via }, engineAheadMs, deps);
    return { switchQuestion: { askedAt, earliestAnswer }, switchAhead };
  },
});
