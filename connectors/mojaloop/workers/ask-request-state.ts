import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { noOutput } from '../job-defaults';
import { sendToSwitch } from '../outbound/fspiop-client';
import { namedDfsp } from '../payer/named-dfsp';
import { requestVersionOf } from '../payer/request-version';
import { tenantOf, type MojaloopDeps } from '../settings';
import { switchOfPayment } from '../switches';

/** GET /transactionRequests/{ID}, FSPIOP 6.4.2.1. The answer comes as the message `transaction-request-answered`. */
export const askRequestState = defineWorker({
  ...stepOf('mojaloop:ask-request-state:1'),
  title: 'Ask how the request to pay stands',
  summary: 'Asks the payer’s DFSP what became of the request that our customer has made.',
  input: z.object({
    tenant: variables.tenant,
    traceparent: variables.traceparent,
    payment: variables.payment,
    participantAnswer: variables.participantAnswer,
    transactionRequestId: variables.transactionRequestId,
  }),
  output: noOutput,
  bpmnErrors: {
    REFUSED: 'The switch refuses the question',
    UNAVAILABLE: 'The switch gives no answer',
  },
  whenExhausted: 'bpmn-error',
  run: async (job, deps: MojaloopDeps, { signal }) => {
    const { payment, participantAnswer, transactionRequestId, traceparent } = job;
    const destination = namedDfsp(participantAnswer, 'payer');
    const tenant = tenantOf(deps, job.tenant);
    const via = switchOfPayment(tenant, payment);
    await sendToSwitch(
      {
        ...{ tenant, via, traceparent, signal, destination },
        ...{ method: 'GET', resource: 'transactionRequests', path: [transactionRequestId] },
        version: requestVersionOf(via.version),
      },
      deps,
    );
    return {};
  },
});
