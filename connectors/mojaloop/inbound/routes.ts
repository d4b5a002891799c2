import type { Resource } from '../api/media-type';
import { authorizationsRoutes } from './authorizations';
import { bulkQuotesRoutes } from './bulk-quotes';
import { bulkTransfersRoutes } from './bulk-transfers';
import { participantsRoutes } from './participants';
import { partiesRoutes } from './parties';
import { quotesRoutes } from './quotes';
import type { Route } from './route';
import { transactionRequestsRoutes } from './transaction-requests';
import { transactionsRoutes } from './transactions';
import { transfersRoutes } from './transfers';

/**
 * What this part serves. A route says what its body must look like and which message it becomes;
 * headers, tenant, body and answer are the same for all (see server.ts).
 */
export const routesByResource: Readonly<Record<Resource, readonly Route[]>> = {
  participants: participantsRoutes,
  parties: partiesRoutes,
  transactionRequests: transactionRequestsRoutes,
  quotes: quotesRoutes,
  authorizations: authorizationsRoutes,
  transfers: transfersRoutes,
  transactions: transactionsRoutes,
  bulkQuotes: bulkQuotesRoutes,
  bulkTransfers: bulkTransfersRoutes,
};
