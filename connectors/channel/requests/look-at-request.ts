import type { RequestHandler } from 'express';
import { Problem } from '../../common/api/problems';
import { requestIdOf } from '../../common/contracts/keys';
import { resourceOf } from '../addresses';
import { orUnavailable } from '../answers';
import { callerOf } from '../caller';
import type { ChannelContext } from '../context';
import { checkedId, readCorrelationId } from '../ids';
import { askRequestState } from './request-state';

/**
 * GET /channel/<resource>/{id}, and GET /channel/<resource>?clientCorrelationId=, of who asks for money. The question's
 * key holds the tenant of the token: another tenant's request is not there.
 */
export function lookAtRequest(
  { asker, limits }: ChannelContext,
  resource: string,
): RequestHandler<{ id?: string }> {
  return async (request, response) => {
    const { tenant } = callerOf(response).tenant;
    const { id } = request.params;
    const requestId =
      id === undefined ? requestIdOf(tenant, readCorrelationId(request.query)) : checkedId(id);
    const asked = { tenant, requestId, repeatedHash: null };
    const state = await orUnavailable(askRequestState(asker, asked, limits.repeatAnswerTimeoutMs));
    if (state === undefined || resourceOf(state.origin) !== resource) {
      throw new Problem('unknown-id', { detail: unknownRequest });
    }
    response.json(state.report);
  };
}

const unknownRequest =
  'No request of this DFSP with this id is known, or no longer. To send it again with its clientCorrelationId is safe';
