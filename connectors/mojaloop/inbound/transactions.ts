import { transactionSchema } from '../../common/contracts/fspiop-resources';
import { messageNames } from '../../common/contracts/messages';
import type { Route } from './route';
import { answerRoutes } from './route-kinds';
import type { StateQuestion } from './state-questions';

const transactionState: StateQuestion = {
  resource: 'transactions',
  message: messageNames.transactionStateAsked,
  notFound: 'TXN_ID_NOT_FOUND',
};

/** FSPIOP 6.8. */
export const transactionsRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/:id',
    exchange: 'request',
    body: 'none',
    handle: (incoming, { stateQuestions }) => {
      stateQuestions.ask(transactionState, incoming);
      return undefined;
    },
  },
  ...answerRoutes({
    body: 'TransactionsIDPutResponse',
    contract: transactionSchema,
    message: messageNames.transactionAnswered,
    variable: 'transactionAnswer',
  }),
];
