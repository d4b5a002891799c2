import {
  authorizationRequestSchema,
  authorizationSchema,
} from '../../common/contracts/fspiop-resources';
import { messageNames } from '../../common/contracts/messages';
import { requirePayable } from './amounts';
import { contractOf } from './incoming';
import type { Route } from './route';
import { answerRoutes } from './route-kinds';

/** FSPIOP 6.6. Both methods name the transaction request. */
export const authorizationsRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/:id',
    exchange: 'request',
    body: 'none',
    query: 'AuthorizationsIDGetQuery',
    handle: (incoming, { stateQuestions }) => {
      const authorizationRequest = contractOf(authorizationRequestSchema, incoming.query);
      requirePayable(authorizationRequest, 'query');
      const question = {
        resource: 'authorizations',
        message: messageNames.authorizationAsked,
        notFound: 'TXN_REQUEST_ID_NOT_FOUND',
      } as const;
      stateQuestions.ask(question, incoming, {
        authorizationRequest,
      });
      return undefined;
    },
  },
  ...answerRoutes({
    body: 'AuthorizationsIDPutResponse',
    contract: authorizationSchema,
    message: messageNames.authorizationAnswered,
    variable: 'authorizationAnswer',
  }),
];
