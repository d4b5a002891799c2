import type { RequestHandler } from 'express';
import { jsonBodyOf } from '../../common/api/body';
import { Problem } from '../../common/api/problems';
import { switchNameOf } from '../../common/config/switch-names';
import {
  correlationKey,
  lookupKeyOf,
  requestIdOf,
  transactionRequestIdOf,
} from '../../common/contracts/keys';
import { messageNames } from '../../common/contracts/messages';
import type { Channel, Payment } from '../../common/contracts/payer-transfer';
import type { Timers } from '../../common/contracts/timers';
import { useCases } from '../../common/contracts/use-cases';
import { answerReport, orUnavailable, tryAgain, waitIfPreferred } from '../answers';
import { callerOf, type Caller } from '../caller';
import type { ChannelContext } from '../context';
import { readPaymentRequest, type ReadRequest } from '../payment-request';
import { repeatQuestionId, requestQuestionId } from '../questions';
import { requirePeersThere } from '../start-payment';
import { requestReport } from './request-report';
import { askRequestState } from './request-state';

/** POST /channel/<resource> of a use case whose initiator is the payee. */
export function startRequest(context: ChannelContext, resource: string): RequestHandler {
  const { dedupeWindowMs, repeatAnswerTimeoutMs } = context.limits;
  return async (request, response) => {
    const caller = callerOf(response);
    const tenant = caller.tenant.tenant;
    const read = readPaymentRequest(jsonBodyOf(request), caller.tenant, resource);
    const { clientCorrelationId, requestHash } = read;
    const requestId = requestIdOf(tenant, clientCorrelationId);
    const key = correlationKey(tenant, requestId);
    const log = caller.log.child({ requestId, correlationId: clientCorrelationId });

    requireAuthorizations(caller, read);
    requirePeersThere(caller, read, context);
    const questionId = requestQuestionId(tenant, requestId, context.random);
    const wait = waitIfPreferred(request, response, context, questionId);
    const variables = startVariables(caller, requestId, read, {
      dedupeWindowMs,
      waitingQuestionId: wait?.questionId ?? null,
    });
    const published = await orUnavailable(
      context.messages.publish({
        name: messageNames.requestToPayRequested,
        ...{ correlationKey: key, messageId: key, timeToLiveMs: dedupeWindowMs, variables },
      }),
    );
    if (published === 'published') {
      log.info({}, 'request to pay');
      await answerReport(response, resource, requestReport(variables), wait);
      return;
    }
    const repeat = { tenant, requestId, repeatedHash: requestHash };
    const stands = await orUnavailable(
      askRequestState(context.asker, repeat, repeatAnswerTimeoutMs),
    );
    const { sameRequest, report, waiting } = stands ?? {};
    log.info({ sameRequest, state: report?.state, waiting }, 'request to pay, sent again');
    // The message that began it still lives, so there is a request: how it stands is unknown, not nothing.
    if (report === undefined) throw tryAgain();
    if (sameRequest === false) throw new Problem('other-content');
    const isOpen = report.state === 'RECEIVED' || report.state === 'WAITING_FOR_PAYER';
    const repeatWait =
      waiting === true && isOpen
        ? waitIfPreferred(request, response, context, repeatQuestionId(tenant, requestId))
        : undefined;
    await answerReport(response, resource, report, repeatWait);
  };
}

/** What a payer enters at our device is sealed with the tenant's own secret. */
function requireAuthorizations({ tenant }: Caller, { useCase }: ReadRequest): void {
  if (useCases[useCase].authentication === 'none' || tenant.authorizations !== undefined) return;
  const detail = 'Your DFSP is not set up for one-time passwords';
  throw new Problem('not-set-up', { detail });
}

function startVariables(
  { tenant, traceparent }: Caller,
  requestId: string,
  { useCase, clientCorrelationId, request, requestHash }: ReadRequest,
  {
    dedupeWindowMs,
    waitingQuestionId,
  }: { readonly dedupeWindowMs: number; readonly waitingQuestionId: string | null },
) {
  const timers: Timers = { ...tenant.settings.timers, remembered: `PT${dedupeWindowMs / 1_000}S` };
  const switchName = switchNameOf(tenant, request.amount.currency);
  // The part mojaloop refuses such a tenant, so this is one whose file is being changed.
  if (switchName === undefined) throw tryAgain();
  const { callbackUrl, ...order } = request;
  const { authentication } = useCases[useCase];
  const transactionRequestId = transactionRequestIdOf(tenant.settings.idSecret, requestId);
  const payment: Payment = {
    origin: useCase,
    switchName,
    // Who is looked for is the payer.
    lookupKey: lookupKeyOf(tenant.tenant, switchName, order.payer),
    ...order,
    askPayer: true,
    ...(authentication !== 'none' && { authentication }),
    transactionRequestId,
  };
  const channel: Channel = {
    ...{ clientCorrelationId, requestHash, waitingQuestionId },
    ...(callbackUrl !== undefined && { callbackUrl }),
  };
  return {
    ...{ tenant: tenant.tenant, requestId, transactionRequestId, traceparent },
    ...{ timers, payment, channel },
    requestExpiration: null,
  };
}
