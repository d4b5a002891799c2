import type { RequestHandler } from 'express';
import { jsonBodyOf } from '../../common/api/body';
import { Problem } from '../../common/api/problems';
import { authorizationKeysOf } from '../../common/authorizations/keys';
import { digestOf } from '../../common/authorizations/codes';
import { sealEntry } from '../../common/authorizations/sealed';
import type { SealedEntry } from '../../common/contracts/authorizations';
import { correlationKey } from '../../common/contracts/keys';
import { messageNames } from '../../common/contracts/messages';
import { orUnavailable } from '../answers';
import { callerOf } from '../caller';
import type { ChannelContext } from '../context';
import { checkedId } from '../ids';
import { checkDeviceAnswerBody } from '../openapi';
import { requireAuthorizations } from './require-authorizations';

/** One for a question that is over meets no later one. */
const enteredTimeToLiveMs = 5_000;

/**
 * POST /channel/<resource>/{id}/authorization: what the payer has entered at the payee's device. It leaves this process
 * encrypted, and is read again only where it is sent to the payer's DFSP.
 */
export function authoriseRequest({ messages }: ChannelContext): RequestHandler<{ id: string }> {
  return async (request, response) => {
    const { tenant, log } = callerOf(response);
    const requestId = checkedId(request.params.id);
    const checked = checkDeviceAnswerBody(jsonBodyOf(request));
    if ('errors' in checked) throw new Problem('invalid-request', { errors: checked.errors });
    const { responseType, authenticationValue, questionId = '' } = checked.value;
    const keys = authorizationKeysOf(requireAuthorizations(tenant));
    const deviceEntry: SealedEntry =
      responseType === 'ENTERED'
        ? { responseType, sealed: sealEntry(keys, requestId, authenticationValue) }
        : { responseType };
    const published = await orUnavailable(
      messages.publish({
        name: messageNames.authorizationEntered,
        correlationKey: correlationKey(tenant.tenant, requestId),
        // A double click is one entry; the same again to another question is a second one.
        messageId: `${questionId}:${responseType}:${digestOf(keys, requestId, authenticationValue ?? null)}`,
        timeToLiveMs: enteredTimeToLiveMs,
        variables: { deviceEntry },
      }),
    );
    log.info({ requestId, responseType, published }, 'a payer answered at a device');
    response.status(202).json({ requestId });
  };
}
