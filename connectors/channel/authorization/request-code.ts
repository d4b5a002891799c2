import type { RequestHandler, Response } from 'express';
import { jsonBodyOf } from '../../common/api/body';
import { Problem } from '../../common/api/problems';
import { authorizationCodeIdOf, correlationKey } from '../../common/contracts/keys';
import { messageNames } from '../../common/contracts/messages';
import { partyKeyOf } from '../../common/contracts/party-spelling';
import { addressOf } from '../addresses';
import { orUnavailable, tryAgain } from '../answers';
import { callerOf } from '../caller';
import type { ChannelContext } from '../context';
import { sharedVariables } from '../shared-variables';
import { askCodeState } from './ask-code-state';
import type { CodeReport } from './code-report';
import { readCodeRequest, type ReadCodeRequest } from './code-request';
import { requireAuthorizations } from './require-authorizations';

export const codesResource = 'authorization-codes';

/** POST /channel/authorization-codes. The answer does not hold the code: it goes to the callback address alone. */
export function requestCode(context: ChannelContext): RequestHandler {
  const { dedupeWindowMs } = context.limits;
  return async (request, response) => {
    const caller = callerOf(response);
    const { tenant } = caller.tenant;
    const read = readCodeRequest(jsonBodyOf(request), caller.tenant);
    requireAuthorizations(caller.tenant);
    requireCallbackAddress(read);
    const { clientCorrelationId, requestHash, order } = read;
    const authorizationCodeId = authorizationCodeIdOf(tenant, clientCorrelationId);
    const key = correlationKey(tenant, authorizationCodeId);
    const published = await orUnavailable(
      context.begin({
        name: messageNames.authorizationCodeRequested,
        correlationKey: key,
        messageId: key,
        timeToLiveMs: dedupeWindowMs,
        variables: {
          ...sharedVariables(caller, read, { dedupeWindowMs, waitingQuestionId: null }),
          ...{ authorizationCodeId, codeOrder: order, codePayer: partyKeyOf(order.payer) },
        },
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

function requireCallbackAddress({ callbackUrl }: ReadCodeRequest): void {
  if (callbackUrl !== undefined) return;
  const detail = 'must be there: your DFSP has no default, and the code is told nowhere else';
  throw new Problem('invalid-request', { errors: [{ pointer: '/callbackUrl', detail }] });
}
