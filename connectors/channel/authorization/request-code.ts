import type { RequestHandler, Response } from 'express';
import { jsonBodyOf } from '../../common/api/body';
import { Problem } from '../../common/api/problems';
import { authorizationCodeIdOf, correlationKey } from '../../common/contracts/keys';
import { messageNames } from '../../common/contracts/messages';
import { partyKeyOf } from '../../common/contracts/party-spelling';
import type { Channel } from '../../common/contracts/payer-transfer';
import type { Timers } from '../../common/contracts/timers';
import { addressOf } from '../addresses';
import { orUnavailable, tryAgain } from '../answers';
import { callerOf, type Caller } from '../caller';
import type { ChannelContext } from '../context';
import { askCodeState } from './ask-code-state';
import type { CodeReport } from './code-report';
import { readCodeRequest, type ReadCodeRequest } from './code-request';

export const codesResource = 'authorization-codes';

/** POST /channel/authorization-codes. The answer does not hold the code: it goes to the callback address alone. */
export function requestCode(context: ChannelContext): RequestHandler {
  const { messages, limits } = context;
  return async (request, response) => {
    const caller = callerOf(response);
    const { tenant } = caller.tenant;
    const read = readCodeRequest(jsonBodyOf(request), caller.tenant);
    requireCodes(caller, read);
    const { clientCorrelationId, requestHash } = read;
    const authorizationCodeId = authorizationCodeIdOf(tenant, clientCorrelationId);
    const key = correlationKey(tenant, authorizationCodeId);
    const published = await orUnavailable(
      messages.publish({
        name: messageNames.authorizationCodeRequested,
        correlationKey: key,
        messageId: key,
        timeToLiveMs: limits.dedupeWindowMs,
        variables: startVariables(caller, authorizationCodeId, read, limits.dedupeWindowMs),
      }),
    );
    caller.log.info({ authorizationCodeId, published }, 'a code was asked for');
    if (published === 'published') {
      answer(response.status(202), { authorizationCodeId, clientCorrelationId, state: 'RECEIVED' });
      return;
    }
    const repeat = { tenant, authorizationCodeId, repeatedHash: requestHash };
    const stands = await askCodeState(context, repeat);
    if (stands === undefined) throw tryAgain();
    if (stands.sameRequest === false) throw new Problem('other-content');
    answer(response.status(stands.report.state === 'RECEIVED' ? 202 : 200), stands.report);
  };
}

function answer(response: Response, report: CodeReport): void {
  response.location(addressOf(codesResource, report.authorizationCodeId)).json(report);
}

function requireCodes({ tenant }: Caller, { callbackUrl }: ReadCodeRequest): void {
  if (tenant.authorizations === undefined) {
    throw new Problem('not-set-up', { detail: 'Your DFSP makes no one-time passwords' });
  }
  if (callbackUrl !== undefined) return;
  const detail = 'must be there: your DFSP has no default, and the code is told nowhere else';
  throw new Problem('invalid-request', { errors: [{ pointer: '/callbackUrl', detail }] });
}

function startVariables(
  { tenant, traceparent }: Caller,
  authorizationCodeId: string,
  { order, callbackUrl, clientCorrelationId, requestHash }: ReadCodeRequest,
  dedupeWindowMs: number,
) {
  const remembered = `PT${dedupeWindowMs / 1_000}S`;
  const timers: Timers = { ...tenant.settings.timers, remembered };
  const channel: Channel = {
    ...{ clientCorrelationId, requestHash, waitingQuestionId: null },
    ...(callbackUrl !== undefined && { callbackUrl }),
  };
  return {
    tenant: tenant.tenant,
    traceparent,
    authorizationCodeId,
    codeOrder: order,
    codePayer: partyKeyOf(order.payer),
    channel,
    timers,
  };
}
