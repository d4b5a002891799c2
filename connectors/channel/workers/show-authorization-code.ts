import { z } from 'zod';
import { holdCode, codeOf } from '../../common/authorizations/codes';
import { authorizationKeysOf } from '../../common/authorizations/keys';
import { tenantNamed } from '../../common/config/tenants';
import { variables } from '../../common/contracts/variables';
import { Refused } from '../../common/failures';
import { errorInformation } from '../../common/fspiop-errors';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { formatDateTime } from '../../common/time';
import { agreed, termsOf } from '../authorization/terms';
import { codeUntilOf } from '../authorization/code-until';
import { showCode, type ShownCode } from '../authorization/shown-code';
import { callbackOriginOf, type ChannelWorkerDeps } from '../callbacks';
import { shownQuote, withoutUndefined } from '../report';

const input = z.object({
  tenant: variables.tenant,
  traceparent: variables.traceparent,
  channel: variables.channel,
  transactionRequestId: variables.transactionRequestId,
  partyAnswer: variables.partyAnswer.nullish(),
  ...agreed,
  switchAhead: variables.switchAhead.nullish(),
  requestExpiration: variables.requestExpiration,
  stepStartedAt: variables.stepStartedAt,
  heldCode: variables.heldCode.nullish(),
  triesLeft: variables.triesLeft.nullish(),
});

export const showAuthorizationCode = defineWorker({
  ...stepOf('channel:show-authorization-code:1'),
  title: 'Show a one-time password to the payer',
  summary:
    'Makes the next one-time password of this payment and tells it to the callback address, with what it costs in all; none where the payer has asked for one before they came. The process gets a keyed hash of it, how often something may be entered, and until when.',
  input,
  output: z.object({
    codeMadeBeforehand: variables.codeMadeBeforehand,
    heldCode: variables.heldCode.nullable(),
    codeUntil: variables.codeUntil,
    triesLeft: variables.triesLeft,
    codesLeft: variables.codesLeft,
  }),
  bpmnErrors: {
    REFUSED: 'The DFSP makes no one-time passwords, or nobody takes them',
    UNAVAILABLE: 'The callback address does not answer',
  },
  whenExhausted: 'bpmn-error',
  peerOf: callbackOriginOf,
  async run(job, deps: ChannelWorkerDeps, context) {
    const { tenant, traceparent, channel, heldCode } = job;
    const { authorizations } = tenantNamed(deps.tenants, tenant);
    if (authorizations === undefined) {
      const detail = 'it makes no one-time passwords';
      throw new Refused(errorInformation('PAYER_FSP_UNSUPPORTED_TXN_TYPE', detail));
    }
    const keys = authorizationKeysOf(authorizations);
    const codeUntil = formatDateTime(codeUntilOf(job, authorizations.codeLifetime));
    const triesLeft = job.triesLeft ?? authorizations.tries;
    if (job.payment.authentication === 'otp-made-beforehand') {
      return { codeMadeBeforehand: true, heldCode: null, codeUntil, triesLeft, codesLeft: 0 };
    }
    // The one before it is right no longer: only the newest is held.
    const number = (heldCode?.number ?? 0) + 1;
    const { processInstanceKey } = context;
    const name = { tenant, processInstanceKey, number, length: authorizations.codeLength };
    const oneTimePassword = codeOf(keys, name);
    const shown = { oneTimePassword, number, validUntil: codeUntil, ...aboutPayment(job) };
    const { callbackUrl } = channel;
    await showCode(shown, { tenant, traceparent, callbackUrl }, deps, context);
    return {
      codeMadeBeforehand: false,
      heldCode: holdCode(keys, name, termsOf(job)),
      codeUntil,
      triesLeft,
      codesLeft: authorizations.codesMax - number,
    };
  },
});

function aboutPayment(job: z.output<typeof input>): Partial<ShownCode> {
  const { transactionId, transactionRequestId, payment } = job;
  return withoutUndefined({
    transactionId,
    transactionRequestId,
    quote: shownQuote(job),
    note: payment.note,
  });
}
