import { bulkQuoteRequestSchema, bulkQuoteSchema } from '../../common/contracts/fspiop-resources';
import { messageNames } from '../../common/contracts/messages';
import { requirePayable, requireWholeUnits } from './amounts';
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
    check: ({ individualQuotes }) => {
      for (const [index, { amount, fees }] of individualQuotes.entries()) {
        requirePayable(amount, `individualQuotes[${index}].amount`);
        if (fees !== undefined) requireWholeUnits(fees, `individualQuotes[${index}].fees`);
      }
    },
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
