import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { callbackOriginOf, postReport, type ChannelWorkerDeps } from '../callbacks';
import { answerQuestions, repeatQuestionId } from '../questions';
import { knowledge, waitingReport } from '../report';

export const askPayer = defineWorker({
  ...stepOf('channel:ask-payer:1'),
  title: 'Show the quote to the payer',
  summary: 'Tells the channel what the payment costs and that the payer must accept or refuse it.',
  input: z.object({
    tenant: variables.tenant,
    traceparent: variables.traceparent,
    transactionId: knowledge.transactionId,
    channel: knowledge.channel,
    partyAnswer: knowledge.partyAnswer,
    payerQuote: knowledge.payerQuote,
    quoteAnswer: variables.quoteAnswer,
  }),
  output: z.object({}),
  bpmnErrors: { UNAVAILABLE: 'The callback address does not answer' },
  whenExhausted: 'bpmn-error',
  peerOf: callbackOriginOf,
  async run(input, deps: ChannelWorkerDeps, job) {
    const { tenant, traceparent, transactionId } = input;
    const report = waitingReport(input);
    const { waitingQuestionId, callbackUrl } = input.channel;
    if (waitingQuestionId !== null) {
      const questionIds = [waitingQuestionId, repeatQuestionId(tenant, transactionId)];
      await answerQuestions(deps.messages, questionIds, report);
    }
    if (callbackUrl !== undefined) {
      await postReport(report, { tenant, traceparent, callbackUrl }, deps, job);
    }
    return {};
  },
});
