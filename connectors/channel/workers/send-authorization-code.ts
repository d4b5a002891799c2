import { z } from 'zod';
import { codeOf, holdCode } from '../../common/authorizations/codes';
import { authorizationKeysOf, authorizationsOf } from '../../common/authorizations/keys';
import { tenantNamed } from '../../common/config/tenants';
import { codeReplacedSignalName } from '../../common/contracts/keys';
import { variables } from '../../common/contracts/variables';
import { defineWorker } from '../../common/hub/worker';
import { instantOf } from '../../common/instant';
import { stepOf } from '../../common/retries/steps';
import { durationMs, formatDateTime } from '../../common/time';
import { termsOfOrder } from '../authorization/code-order';
import { showCode } from '../authorization/shown-code';
import { callbackOriginOf, type ChannelWorkerDeps } from '../callbacks';

export const sendAuthorizationCode = defineWorker({
  ...stepOf('channel:send-authorization-code:1'),
  title: 'Send a code that was asked for beforehand',
  summary:
    'Makes the one-time password that a payer has asked for before they come to a device, tells it to the callback address, and ends those that this payer has had before: one at a time is right.',
  input: z.object({
    tenant: variables.tenant,
    traceparent: variables.traceparent,
    channel: variables.channel,
    authorizationCodeId: variables.authorizationCodeId,
    codeOrder: variables.codeOrder,
    codePayer: variables.codePayer,
    stepStartedAt: variables.stepStartedAt,
  }),
  output: z.object({
    heldCode: variables.heldCode,
    codeUntil: variables.codeUntil,
    triesLeft: variables.triesLeft,
  }),
  bpmnErrors: {
    REFUSED: 'Nobody takes it',
    UNAVAILABLE: 'The callback address does not answer',
  },
  whenExhausted: 'bpmn-error',
  peerOf: callbackOriginOf,
  async run(job, deps: ChannelWorkerDeps, context) {
    const { tenant, traceparent, channel, authorizationCodeId, codeOrder } = job;
    const authorizations = authorizationsOf(tenantNamed(deps.tenants, tenant));
    const keys = authorizationKeysOf(authorizations);
    const { codeLength: length, beforehandLifetime, tries } = authorizations;
    const { processInstanceKey } = context;
    const name = { tenant, processInstanceKey, number: 1, length };
    const startedAt = instantOf('stepStartedAt', job.stepStartedAt);
    const codeUntil = formatDateTime(startedAt + durationMs(beforehandLifetime));
    const { clientCorrelationId, callbackUrl } = channel;
    const { amount } = codeOrder;
    const about = { authorizationCodeId, clientCorrelationId, amount };
    const oneTimePassword = codeOf(keys, name);
    const shown = { oneTimePassword, number: 1, validUntil: codeUntil, ...about };
    await showCode(shown, { tenant, traceparent, callbackUrl }, deps, context);
    // This process does not listen yet: it hears only of a later one.
    const signalName = codeReplacedSignalName(tenant, job.codePayer);
    await deps.messages.broadcast({ name: signalName, variables: {} });
    const terms = termsOfOrder(authorizationCodeId, codeOrder);
    return { heldCode: holdCode(keys, name, terms), codeUntil, triesLeft: tries };
  },
});
