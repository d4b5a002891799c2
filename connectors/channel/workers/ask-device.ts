import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { addressOf, resourceOf } from '../addresses';
import type { DeviceQuestion } from '../authorization/device-question';
import { callbackOriginOf, postEvent, type ChannelWorkerDeps } from '../callbacks';
import { Refused } from '../../common/failures';
import { errorInformation } from '../../common/fspiop-errors';

const input = z.object({
  tenant: variables.tenant,
  traceparent: variables.traceparent,
  requestId: variables.requestId,
  payment: variables.payment,
  channel: variables.channel,
  authorizationRequest: variables.authorizationRequest,
  questionId: variables.questionId,
});

export const askDevice = defineWorker({
  ...stepOf('channel:ask-device:1'),
  title: 'Let the payer enter their one-time password',
  summary:
    'Tells the callback address of the device that the payer is to enter what their own DFSP has sent them, how often they still may, and for how much.',
  input,
  output: z.object({}),
  bpmnErrors: {
    REFUSED: 'The device has no callback address, or does not want to hear it',
    UNAVAILABLE: 'The callback address does not answer',
  },
  whenExhausted: 'bpmn-error',
  peerOf: callbackOriginOf,
  async run(job, deps: ChannelWorkerDeps, context) {
    const { tenant, traceparent, requestId, questionId, channel } = job;
    const { callbackUrl } = channel;
    const about = { requestId };
    // Each question is one event, however often its job is done.
    const event = { name: `${requestId}\nDEVICE ${questionId}`, body: questionOf(job), about };
    const answer =
      callbackUrl === undefined
        ? 'refused'
        : await postEvent(event, { tenant, traceparent, callbackUrl }, deps, context);
    if (answer === 'heard') return {};
    throw new Refused(errorInformation('PAYEE_ERROR', 'the device cannot be asked'));
  },
});

function questionOf(job: z.output<typeof input>): DeviceQuestion {
  const { requestId, questionId, payment, channel, authorizationRequest } = job;
  const { authenticationType, retriesLeft, amount, currency } = authorizationRequest;
  const { clientCorrelationId } = channel;
  return {
    requestId,
    ...(clientCorrelationId !== undefined && { clientCorrelationId }),
    questionId,
    authenticationType,
    triesLeft: retriesLeft,
    amount: { amount, currency },
    links: {
      authorization: `${addressOf(resourceOf(payment.origin), requestId)}/authorization`,
    },
  };
}
