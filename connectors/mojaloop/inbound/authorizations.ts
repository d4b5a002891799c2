import { digestOf } from '../../common/authorizations/codes';
import { authorizationKeysOf } from '../../common/authorizations/keys';
import type { AuthorizationAnswer } from '../../common/contracts/answers';
import {
  authorizationRequestSchema,
  authorizationSchema,
} from '../../common/contracts/fspiop-resources';
import { correlationKey } from '../../common/contracts/keys';
import { messageNames } from '../../common/contracts/messages';
import type { Message } from '../../common/runtime';
import { answeredByOf, contractOf, idOf, type Incoming } from './incoming';
import { messageLifetimesMs } from './message-lifetimes';
import { refusal } from './refusal';
import type { Route } from './route';
import { failureOf, stateRoute } from './route-kinds';

/** FSPIOP 6.6. Both methods name the transaction request. */
export const authorizationsRoutes: readonly Route[] = [
  {
    ...stateRoute(
      {
        resource: 'authorizations',
        message: messageNames.authorizationAsked,
        notFound: 'TXN_REQUEST_ID_NOT_FOUND',
      },
      ({ query }) => ({ authorizationRequest: contractOf(authorizationRequestSchema, query) }),
    ),
    query: 'AuthorizationsIDGetQuery',
  },
  {
    method: 'put',
    path: '/:id/error',
    exchange: 'callback',
    body: 'any',
    handle: (incoming) => toProcess(incoming, failureOf(incoming), 'error'),
  },
  {
    method: 'put',
    path: '/:id',
    exchange: 'callback',
    body: 'AuthorizationsIDPutResponse',
    handle: answered,
  },
];

/** What was entered goes no further than here: the process gets a digest of it. */
function answered(incoming: Incoming): Message {
  const { responseType, authenticationInfo } = contractOf(authorizationSchema, incoming.body);
  if (responseType !== 'ENTERED') return toProcess(incoming, { responseType }, responseType);
  const { authorizations } = incoming.tenant;
  if (authorizations === undefined) {
    throw refusal('TXN_REQUEST_ID_NOT_FOUND', 'no authorization was asked for');
  }
  // The schema allows it: a wrong try.
  if (authenticationInfo === undefined) return toProcess(incoming, { responseType }, responseType);
  const { authentication, authenticationValue } = authenticationInfo;
  const keys = authorizationKeysOf(authorizations);
  const digest = digestOf(keys, idOf(incoming), authenticationValue);
  return toProcess(incoming, { responseType, authentication, digest }, digest);
}

/**
 * A switch that was restarted sends callbacks again: with what they say, who says it and the second that they say it in as message
 * id such a repeat costs the payer no try, and no second code is sent for one RESEND. Whoever else says the same is not heard in
 * the place of the DFSP that counts.
 */
function toProcess(incoming: Incoming, answer: AuthorizationAnswer, what: string): Message {
  const { tenant, via, headers } = incoming;
  return {
    name: messageNames.authorizationAnswered,
    correlationKey: correlationKey(tenant.tenant, idOf(incoming)),
    messageId: [via.name, headers.source, what, headers.date].join(':'),
    timeToLiveMs: messageLifetimesMs.callback,
    variables: {
      authorizationAnswer: { ...answer, ...answeredByOf(incoming), switchName: via.name },
    },
  };
}
