import type { RequestHandler } from 'express';
import { jsonBodyOf } from '../common/api/body';
import { Problem } from '../common/api/problems';
import {
  correlationKey,
  lookupKeyOf,
  secretIdsOf,
  transactionIdOf,
} from '../common/contracts/keys';
import { messageNames } from '../common/contracts/messages';
import type { Timers } from '../common/contracts/variables';
import { answerReport, orUnavailable, waitIfPreferred } from './answers';
import { callerOf, type Caller } from './caller';
import type { ChannelContext } from './context';
import { readPaymentRequest, type ReadRequest } from './payment-request';
import { repeatQuestionId, requestQuestionId } from './questions';
import { compareRepeat } from './repeats';
import { receivedReport } from './report';

/** POST /channel/transfer */
export function startTransfer(context: ChannelContext): RequestHandler {
  const { dedupeWindowMs, repeatAnswerTimeoutMs } = context.limits;
  return async (request, response) => {
    const caller = callerOf(response);
    const tenant = caller.tenant.tenant;
    const read = readPaymentRequest(jsonBodyOf(request), caller.tenant);
    const { clientCorrelationId, requestHash } = read;
    const transactionId = transactionIdOf(tenant, clientCorrelationId);
    const key = correlationKey(tenant, transactionId);
    const log = caller.log.child({ transactionId, correlationId: clientCorrelationId });

    // Before the payment starts, so that no outcome can come before somebody listens.
    const wait = waitIfPreferred(
      request,
      response,
      context,
      requestQuestionId(tenant, transactionId, context.random),
    );
    const published = await orUnavailable(
      context.messages.publish({
        name: messageNames.payerTransferRequested,
        correlationKey: key,
        messageId: key,
        timeToLiveMs: dedupeWindowMs,
        variables: startVariables(caller, transactionId, read, wait?.questionId ?? null),
      }),
    );
    const received = receivedReport(transactionId, clientCorrelationId, read.request.askPayer);
    if (published === 'published') {
      log.info({}, 'payment requested');
      await answerReport(response, received, wait);
      return;
    }
    const repeat = { tenant, transactionId, requestHash };
    const running = await orUnavailable(
      compareRepeat(context.asker, repeat, repeatAnswerTimeoutMs),
    );
    log.info({ running }, 'payment requested again');
    if (running?.sameRequest === false) throw new Problem('other-content');
    // Only a running payment that knows of waiters will answer one.
    const repeatWait =
      running?.waiting === true
        ? waitIfPreferred(request, response, context, repeatQuestionId(tenant, transactionId))
        : undefined;
    await answerReport(response, received, repeatWait);
  };
}

function startVariables(
  { tenant, traceparent }: Caller,
  transactionId: string,
  { clientCorrelationId, request, requestHash }: ReadRequest,
  waitingQuestionId: string | null,
) {
  const timers: Timers = tenant.settings.timers;
  return {
    tenant: tenant.tenant,
    transactionId,
    traceparent,
    clientCorrelationId,
    requestHash,
    waitingQuestionId,
    timers,
    request,
    lookupKey: lookupKeyOf(tenant.tenant, request.amount.currency, request.payee),
    ...secretIdsOf(tenant.settings.idSecret, transactionId),
  };
}
