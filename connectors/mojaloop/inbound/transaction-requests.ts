import {
  transactionRequestResultSchema,
  transactionRequestSchema,
} from '../../common/contracts/fspiop-resources';
import { messageNames } from '../../common/contracts/messages';
import type { Route } from './route';
import { answerRoutes, requestRoute, stateRoute } from './route-kinds';

/** FSPIOP 6.4. */
export const transactionRequestsRoutes: readonly Route[] = [
  requestRoute({
    body: 'TransactionRequestsPostRequest',
    contract: transactionRequestSchema,
    message: messageNames.transactionRequestReceived,
    variable: 'transactionRequest',
    id: 'transactionRequestId',
  }),
  stateRoute({
    resource: 'transactionRequests',
    message: messageNames.transactionRequestStateAsked,
    notFound: 'TXN_REQUEST_ID_NOT_FOUND',
  }),
  ...answerRoutes({
    body: 'TransactionRequestsIDPutResponse',
    contract: transactionRequestResultSchema,
    message: messageNames.transactionRequestAnswered,
    variable: 'transactionRequestAnswer',
  }),
];
