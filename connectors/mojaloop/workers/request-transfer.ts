import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { CannotWork } from '../../common/failures';
import { instantOf } from '../../common/instant';
import { formatDateTime } from '../../common/time';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { sendToSwitch } from '../outbound/fspiop-client';
import { transferExpirationOf } from '../payer/expirations';
import { switchOfPayment } from '../switches';
import { tenantOf, type MojaloopDeps } from '../settings';
import { noOutput } from '../job-defaults';

/** POST /transfers, FSPIOP 6.7.3.1. What becomes of it comes as the message `transfer-answered`. */
export const requestTransfer = defineWorker({
  ...stepOf('mojaloop:request-transfer:1'),
  title: 'Send the transfer',
  summary: 'Sends the transfer on the quoted terms. From here on only the switch can end it.',
  input: z.object({
    tenant: variables.tenant,
    traceparent: variables.traceparent,
    payment: variables.payment,
    transferId: variables.transferId,
    quoteAnswer: variables.quoteAnswer,
    transferExpiration: variables.transferExpiration,
  }),
  output: noOutput,
  bpmnErrors: {
    REFUSED: 'The switch refuses the request: it may know of the transfer from an earlier try',
    UNAVAILABLE: 'The switch gives no answer: it may know of the transfer or not',
  },
  whenExhausted: 'bpmn-error',
  run: async (job, deps: MojaloopDeps, { signal }) => {
    const tenant = tenantOf(deps, job.tenant);
    const via = switchOfPayment(tenant, job.payment);
    const { quoteAnswer } = job;
    if (!('quote' in quoteAnswer)) throw new CannotWork('there is no quote to transfer on');
    const { quote, payeeFspId } = quoteAnswer;
    await sendToSwitch(
      {
        tenant,
        via,
        method: 'POST',
        resource: 'transfers',
        path: [],
        destination: payeeFspId,
        version: via.version,
        traceparent: job.traceparent,
        body: {
          transferId: job.transferId,
          payeeFsp: payeeFspId,
          payerFsp: tenant.fspId,
          amount: quote.transferAmount,
          ilpPacket: quote.ilpPacket,
          condition: quote.condition,
          expiration: formatDateTime(
            transferExpirationOf(
              instantOf('transferExpiration', job.transferExpiration),
              instantOf('quoteAnswer.quote.expiration', quote.expiration),
            ),
          ),
        },
        signal,
      },
      deps,
    );
    return {};
  },
});
