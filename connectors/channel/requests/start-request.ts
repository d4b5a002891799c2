import type { RequestHandler } from 'express';
import { jsonBodyOf } from '../../common/api/body';
import { Problem } from '../../common/api/problems';
import {
  correlationKey,
  lookupKeyOf,
  requestIdOf,
  transactionRequestIdOf,
} from '../../common/contracts/keys';
import { messageNames } from '../../common/contracts/messages';
import { idMaker } from '../../common/engines/engine-list';
import type { IdMaker } from '../../common/engines/engine-mark';
import type { Payment } from '../../common/contracts/payer-transfer';
import { useCases } from '../../common/contracts/use-cases';
import { requireAuthorizations } from '../authorization/require-authorizations';
import { answerReport, orUnavailable, tryAgain, waitIfPreferred } from '../answers';
import { callerOf, type Caller } from '../caller';
import type { ChannelContext } from '../context';
import { readPaymentRequest, type ReadRequest } from '../payment-request';
import { repeatQuestionId, requestQuestionId } from '../questions';
import { sharedVariables, switchFor, type Start } from '../shared-variables';
import { requirePeersThere } from '../require-peers';
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

    if (useCases[read.useCase].authentication !== 'none') requireAuthorizations(caller.tenant);
    requirePeersThere(caller, read, context);
    const questionId = requestQuestionId(tenant, requestId, context.random);
    const wait = waitIfPreferred(request, response, context, questionId);
    const variables = startVariables(
      caller,
      requestId,
      read,
      { dedupeWindowMs, waitingQuestionId: wait?.questionId ?? null },
      idMaker(context.engines, caller.tenant.fspId),
    );
    const published = await orUnavailable(
      context.begin({
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
    // The message that began it still lives, or it was left to another engine: how it stands is unknown, not nothing.
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

function startVariables(
  caller: Caller,
  requestId: string,
  { useCase, clientCorrelationId, request, requestHash }: ReadRequest,
  start: Start,
  maker: IdMaker | undefined,
) {
  const { tenant } = caller;
  const { callbackUrl, ...order } = request;
  const switchName = switchFor(tenant, order.amount.currency);
  const { authentication } = useCases[useCase];
  const transactionRequestId = transactionRequestIdOf(tenant.settings.idSecret, requestId, maker);
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
  return {
    ...sharedVariables(caller, { clientCorrelationId, requestHash, callbackUrl }, start),
    ...{ requestId, transactionRequestId, payment },
    requestExpiration: null,
  };
}
