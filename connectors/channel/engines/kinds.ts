import { validate, version } from 'uuid';
import { authorizationCodeIdOf, requestIdOf, transactionIdOf } from '../../common/contracts/keys';
import { askCodeState } from '../authorization/ask-code-state';
import type { ChannelContext } from '../context';
import { askPaymentState } from '../payment-state';
import { askRequestState } from '../requests/request-state';
import type { Kind } from './delivery';

/** All that apps ask for. */
export function kindsOf(context: Pick<ChannelContext, 'asker' | 'limits'>) {
  const { asker, limits } = context;
  const timeoutMs = limits.repeatAnswerTimeoutMs;
  const isSome = (state: unknown): boolean => state !== undefined;
  const repeatedHash = null;
  return {
    payments: {
      idOf: transactionIdOf,
      // That of a payment which another DFSP has asked for is made of its request, and is a version 4.
      isOurs: (id) => validate(id) && version(id) === 5,
      idsOf: (transactionId) => ({ transactionId }),
      isKnown: ({ tenant, id: transactionId }) =>
        askPaymentState(asker, { tenant, transactionId, repeatedHash }, timeoutMs).then(isSome),
    },
    requests: {
      idOf: requestIdOf,
      isOurs: () => true,
      idsOf: () => ({}),
      isKnown: ({ tenant, id: requestId }) =>
        askRequestState(asker, { tenant, requestId, repeatedHash }, timeoutMs).then(isSome),
    },
    codes: {
      idOf: authorizationCodeIdOf,
      isOurs: () => true,
      idsOf: () => ({}),
      isKnown: ({ tenant, id: authorizationCodeId }) =>
        askCodeState(context, { tenant, authorizationCodeId, repeatedHash }).then(isSome),
    },
  } as const satisfies Readonly<Record<string, Kind>>;
}
