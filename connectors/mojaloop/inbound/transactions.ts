import { transactionSchema } from '../../common/contracts/fspiop-resources';
import { messageNames } from '../../common/contracts/messages';
import type { Route } from './route';
import { answerRoutes, stateRoute } from './route-kinds';

/** FSPIOP 6.8. */
export const transactionsRoutes: readonly Route[] = [
  stateRoute({
    resource: 'transactions',
    message: messageNames.transactionStateAsked,
    notFound: 'TXN_ID_NOT_FOUND',
  }),
  ...answerRoutes({
    body: 'TransactionsIDPutResponse',
    contract: transactionSchema,
    message: messageNames.transactionAnswered,
    variable: 'transactionAnswer',
  }),
];
