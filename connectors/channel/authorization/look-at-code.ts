import type { RequestHandler } from 'express';
import { Problem } from '../../common/api/problems';
import { authorizationCodeIdOf } from '../../common/contracts/keys';
import { callerOf } from '../caller';
import type { ChannelContext } from '../context';
import { checkedId, readCorrelationId } from '../ids';
import { askCodeState } from './ask-code-state';

/** GET /channel/authorization-codes/{id}, and ?clientCorrelationId=: how it stands, never the code itself. */
export function lookAtCode(context: ChannelContext): RequestHandler<{ id?: string }> {
  return async (request, response) => {
    const { tenant } = callerOf(response).tenant;
    const { id } = request.params;
    const authorizationCodeId =
      id === undefined
        ? authorizationCodeIdOf(tenant, readCorrelationId(request.query))
        : checkedId(id);
    const asked = { tenant, authorizationCodeId, repeatedHash: null };
    const stands = await askCodeState(context, asked);
    if (stands === undefined) {
      const detail = 'No code of this DFSP with this id is known, or no longer';
      throw new Problem('unknown-id', { detail });
    }
    response.json(stands.report);
  };
}
