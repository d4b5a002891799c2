import {
  authorizationRequestSchema,
  authorizationSchema,
} from '../../common/contracts/fspiop-resources';
import { messageNames } from '../../common/contracts/messages';
import { contractOf } from './incoming';
import type { Route } from './route';
import { answerRoutes, stateRoute } from './route-kinds';

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
  ...answerRoutes({
    body: 'AuthorizationsIDPutResponse',
    contract: authorizationSchema,
    message: messageNames.authorizationAnswered,
    variable: 'authorizationAnswer',
  }),
];
