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
import { hasEnded } from '../common/contracts/payment-documents';
import { idMaker } from '../common/engines/engine-list';
import type { IdMaker } from '../common/engines/engine-mark';
import { noteMessage } from '../common/journal/hear';
import type { Payment } from '../common/contracts/payer-transfer';
import { answerReport, orUnavailable, tryAgain, waitIfPreferred } from './answers';
import { callerOf, type Caller } from './caller';
import type { ChannelContext } from './context';
import { readPaymentRequest, type ReadRequest } from './payment-request';
import { repeatQuestionId, requestQuestionId } from './questions';
import { underWayElsewhere } from './engines/unavailable';
import { isForgotten } from './past-payments';
import { requirePeersThere } from './require-peers';
import { askPaymentState } from './payment-state';
import { pastReport, receivedReport, type Report } from './report';
import { sharedVariables, switchFor, type Start } from './shared-variables';

/** POST /channel/<resource> */
export function startPayment(context: ChannelContext, resource: string): RequestHandler {
  const { dedupeWindowMs, repeatAnswerTimeoutMs } = context.limits;
  return async (request, response) => {
    const caller = callerOf(response);
    const tenant = caller.tenant.tenant;
    const read = readPaymentRequest(jsonBodyOf(request), caller.tenant, resource);
    const { clientCorrelationId, requestHash, useCase } = read;
    const transactionId = transactionIdOf(tenant, clientCorrelationId);
    noteMessage(response, { ids: { transactionId } });
    const key = correlationKey(tenant, transactionId);
    const log = caller.log.child({ transactionId, correlationId: clientCorrelationId });

    const ended = await endedBefore(context, read, tenant, transactionId);
    if (ended !== undefined) {
      log.info({ state: ended.state }, 'payment requested again, long after it has ended');
      await answerReport(response, resource, ended, undefined);
      return;
    }
    requirePeersThere(caller, read, context);
    // Before the payment starts, so that no outcome can come before somebody listens.
    const wait = waitIfPreferred(
      request,
      response,
      context,
      requestQuestionId(tenant, transactionId, context.random),
    );
    const published = await orUnavailable(
      context.begin({
        name: messageNames.payerTransferRequested,
        correlationKey: key,
        messageId: key,
        timeToLiveMs: dedupeWindowMs,
        variables: startVariables(
          caller,
          transactionId,
          read,
          { dedupeWindowMs, waitingQuestionId: wait?.questionId ?? null },
          idMaker(context.engines, caller.tenant.fspId),
        ),
      }),
    );
    const { askPayer } = read.request;
    const received = receivedReport(transactionId, clientCorrelationId, useCase, askPayer);
    if (published === 'published') {
      log.info({}, 'payment requested');
      await answerReport(response, resource, received, wait);
      return;
    }
    const repeat = { tenant, transactionId, repeatedHash: requestHash };
    const stands = await orUnavailable(
      askPaymentState(context.asker, repeat, repeatAnswerTimeoutMs),
    );
    const { sameRequest, report, waiting } = stands ?? {};
    log.info({ sameRequest, state: report?.state, waiting }, 'payment requested again');
    // The message that began it still lives, or it was left to another engine: how it stands is unknown, not nothing.
    if (report === undefined) throw tryAgain();
    if (sameRequest === false) throw new Problem('other-content');
    // Only a payment on its way that knows of waiters will answer one.
    const repeatWait =
      waiting === true && report.state === 'RECEIVED'
        ? waitIfPreferred(request, response, context, repeatQuestionId(tenant, transactionId))
        : undefined;
    await answerReport(response, resource, report, repeatWait);
  };
}

/**
 * Of a payment that the engine has forgotten or never had, and that this request has asked for before: sent again, it pays
 * nothing.
 * @throws Problem where it is under way at another engine, longer than others ask that one
 */
async function endedBefore(
  { past, isSameRequest, clock, limits, engines }: ChannelContext,
  { requestHash, clientCorrelationId }: ReadRequest,
  tenant: string,
  transactionId: string,
): Promise<Report | undefined> {
  const known = await past.find(tenant, transactionId);
  if (known === undefined) return undefined;
  const isElsewhere = engines !== undefined && known.engine !== engines.current().own.name;
  if (isElsewhere && !hasEnded(known)) throw underWayElsewhere(known.engine);
  if (!isElsewhere && !isForgotten(known, clock.now(), limits.dedupeWindowMs)) return undefined;
  const isSame = isSameRequest(known, requestHash);
  if (isSame === false) throw new Problem('other-content');
  return isSame === true ? pastReport(known, clientCorrelationId) : undefined;
}

function startVariables(
  caller: Caller,
  transactionId: string,
  { useCase, clientCorrelationId, request, requestHash }: ReadRequest,
  start: Start,
  maker: IdMaker | undefined,
) {
  const { tenant } = caller;
  const { callbackUrl, ...order } = request;
  const switchName = switchFor(tenant, order.amount.currency);
  const payment: Payment = {
    origin: useCase,
    switchName,
    lookupKey: lookupKeyOf(tenant.tenant, switchName, order.payee),
    ...order,
  };
  return {
    ...sharedVariables(caller, { clientCorrelationId, requestHash, callbackUrl }, start),
    transactionId,
    payment,
    ...secretIdsOf(tenant.settings.idSecret, transactionId, maker),
  };
}
