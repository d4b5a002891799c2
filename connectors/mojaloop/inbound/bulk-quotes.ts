import { bulkQuoteRequestSchema, bulkQuoteSchema } from '../../common/contracts/fspiop-resources';
import { messageNames } from '../../common/contracts/messages';
import type { Route } from './route';
import { answerRoutes, requestRoute, stateRoute } from './route-kinds';

/** FSPIOP 6.9. */
export const bulkQuotesRoutes: readonly Route[] = [
  requestRoute({
    body: 'BulkQuotesPostRequest',
    contract: bulkQuoteRequestSchema,
    message: messageNames.bulkQuoteReceived,
    variable: 'bulkQuoteRequest',
    id: 'bulkQuoteId',
  }),
  stateRoute({
    resource: 'bulkQuotes',
    message: messageNames.bulkQuoteStateAsked,
    notFound: 'BULK_QUOTE_ID_NOT_FOUND',
  }),
  ...answerRoutes({
    body: 'BulkQuotesIDPutResponse',
    contract: bulkQuoteSchema,
    message: messageNames.bulkQuoteAnswered,
    variable: 'bulkQuoteAnswer',
  }),
];
