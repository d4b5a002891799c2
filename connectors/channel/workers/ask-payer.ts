import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { callbackOriginOf, type ChannelWorkerDeps } from '../callbacks';
import { repeatQuestionId } from '../questions';
import { knowledge, waitingReport } from '../report';
import { tell } from '../tell';

export const askPayer = defineWorker({
  ...stepOf('channel:ask-payer:1'),
  title: 'Show the quote to the payer',
  summary: 'Tells the channel what the payment costs and that the payer must accept or refuse it.',
  input: z.object({
    tenant: variables.tenant,
    traceparent: variables.traceparent,
    transactionId: knowledge.transactionId,
    payment: knowledge.payment,
    channel: knowledge.channel,
    partyAnswer: knowledge.partyAnswer,
    payerQuote: knowledge.payerQuote,
    quoteAnswer: variables.quoteAnswer,
    requestExpiration: knowledge.requestExpiration,
  }),
  output: z.object({}),
  bpmnErrors: { UNAVAILABLE: 'The callback address does not answer' },
  whenExhausted: 'bpmn-error',
  peerOf: callbackOriginOf,
  async run(input, deps: ChannelWorkerDeps, job) {
    const { tenant, traceparent, transactionId } = input;
    const report = waitingReport(input);
    const { waitingQuestionId, callbackUrl } = input.channel;
    const questionIds =
      waitingQuestionId === null
        ? []
        : [waitingQuestionId, repeatQuestionId(tenant, transactionId)];
    await tell(report, { tenant, traceparent, questionIds, callbackUrl }, deps, job);
    return {};
  },
});
