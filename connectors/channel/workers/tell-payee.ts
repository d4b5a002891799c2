import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { meaningOf } from '../../common/fspiop-errors';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { callbackOriginOf, type ChannelWorkerDeps } from '../callbacks';
import { repeatQuestionId } from '../questions';
import { requestKnowledge, requestReport } from '../requests/request-report';
import { tell } from '../tell';

export const tellPayee = defineWorker({
  ...stepOf('channel:tell-payee:1'),
  title: 'Tell the payee how the request to pay stands',
  summary:
    'POSTs to the callback address how the request stands, and answers whoever waits at the channel once it has ended.',
  input: z.object({
    tenant: variables.tenant,
    traceparent: variables.traceparent,
    ...requestKnowledge,
    outcome: variables.outcome,
  }),
  output: z.object({}),
  bpmnErrors: { UNAVAILABLE: 'The callback address does not answer' },
  whenExhausted: 'bpmn-error',
  peerOf: callbackOriginOf,
  async run(input, deps: ChannelWorkerDeps, job) {
    const { tenant, traceparent, requestId, channel, outcome } = input;
    const { waitingQuestionId, callbackUrl } = channel;
    const report = requestReport(input);
    const errorCode = report.error?.code;
    const { meaning } = errorCode === undefined ? {} : meaningOf(errorCode);
    const { state, transactionId } = report;
    const ids = { tenant, requestId, transactionId, correlationId: channel.clientCorrelationId };
    deps.log.info({ ...ids, state, errorCode, meaning }, `request to pay is ${state}`);
    // Who waits does so for the end: nothing is to be done before.
    const isOver = outcome.state !== 'WAITING_FOR_PAYER';
    const questionIds =
      isOver && waitingQuestionId !== null
        ? [waitingQuestionId, repeatQuestionId(tenant, requestId)]
        : [];
    await tell(report, { tenant, traceparent, questionIds, callbackUrl }, deps, job);
    return {};
  },
});
