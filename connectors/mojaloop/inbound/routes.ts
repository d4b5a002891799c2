import type { Resource } from '../api/media-type';
import { partiesRoutes } from './parties';
import { quotesRoutes } from './quotes';
import type { Route } from './route';
import { transactionsRoutes } from './transactions';
import { transfersRoutes } from './transfers';

/**
 * What this part serves. A route says what its body must look like and which message it becomes;
 * headers, tenant, body and answer are the same for all (see server.ts).
 */
export const routesByResource: Readonly<Partial<Record<Resource, readonly Route[]>>> = {
  parties: partiesRoutes,
  quotes: quotesRoutes,
  transfers: transfersRoutes,
  transactions: transactionsRoutes,
};
