import { transactionSchema } from '../../common/contracts/fspiop-resources';
import { messageNames } from '../../common/contracts/messages';
import type { Route } from './route';
import { answerRoutes } from './route-kinds';

/** FSPIOP 6.8. */
export const transactionsRoutes: readonly Route[] = [
  ...answerRoutes({
    body: 'TransactionsIDPutResponse',
    contract: transactionSchema,
    message: messageNames.transactionAnswered,
    variable: 'transactionAnswer',
  }),
];
