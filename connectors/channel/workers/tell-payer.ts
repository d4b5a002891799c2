import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { defineWorker } from '../../common/worker';
import { postReport, type ChannelWorkerDeps } from '../callbacks';
import { answerQuestions, decisionQuestionId, repeatQuestionId } from '../questions';
import { knowledge, outcomeReport } from '../report';

export const tellPayer = defineWorker({
  type: 'channel:tell-payer:1',
  title: 'Tell the payer how the payment stands',
  summary: 'Answers whoever waits at the channel and POSTs the outcome to the callback address.',
  timeoutMs: 30_000,
  retries: 8,
  input: z.object({
    tenant: variables.tenant,
    traceparent: variables.traceparent,
    request: variables.request,
    waitingQuestionId: variables.waitingQuestionId,
    outcome: variables.outcome,
    ...knowledge,
  }),
  output: z.object({}),
  bpmnErrors: { UNAVAILABLE: 'The callback address does not answer' },
  whenExhausted: 'bpmn-error',
  async run(input, deps: ChannelWorkerDeps, job) {
    const { tenant, traceparent, transactionId, request } = input;
    const report = outcomeReport(input, input.outcome);
    // The one line by which an operator sees in the logs how a payment stands. Only the code of the error:
    // a peer's description may hold personal data.
    const { state, errorInformation } = input.outcome;
    const errorCode = errorInformation?.errorCode;
    const ids = { tenant, transactionId, correlationId: input.clientCorrelationId };
    deps.log.info({ ...ids, state, errorCode }, `payment is ${state}`);
    const questionIds: string[] = [];
    if (input.waitingQuestionId !== null) {
      questionIds.push(input.waitingQuestionId, repeatQuestionId(tenant, transactionId));
    }
    // Whether the decision's sender waits is not known to the process; nobody hears it if not.
    if (request.askPayer) questionIds.push(decisionQuestionId(tenant, transactionId));
    await answerQuestions(deps.messages, questionIds, report);
    const { callbackUrl } = request;
    if (callbackUrl !== undefined) {
      await postReport(report, { tenant, traceparent, callbackUrl }, deps, job);
    }
    return {};
  },
});
