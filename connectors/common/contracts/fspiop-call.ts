import { z } from 'zod';
import { moneySchema, partyIdSchema, pathPartSchema } from './fspiop';
import { authorizationRequestSchema } from './fspiop-resources';

/**
 * What a process may send to the switch by itself (`mojaloop:send:1`). POST and PUT of parties, quotes and
 * transfers are not here: they have workers of their own, which know what money needs; nor is PUT /authorizations,
 * whose body no variable may hold. Placeholders are
 * filled from `id` or `party`; {SubId} is left out where the party has none.
 */
export const fspiopOperations = [
  'POST /participants',
  'POST /participants/{Type}/{ID}/{SubId}',
  'GET /participants/{Type}/{ID}/{SubId}',
  'DELETE /participants/{Type}/{ID}/{SubId}',
  'GET /parties/{Type}/{ID}/{SubId}',
  'POST /transactionRequests',
  'GET /transactionRequests/{ID}',
  'PUT /transactionRequests/{ID}',
  'PUT /transactionRequests/{ID}/error',
  'GET /quotes/{ID}',
  'GET /authorizations/{ID}',
  'PUT /authorizations/{ID}/error',
  'GET /transactions/{ID}',
  'PUT /transactions/{ID}',
  'PUT /transactions/{ID}/error',
  'POST /bulkQuotes',
  'GET /bulkQuotes/{ID}',
  'PUT /bulkQuotes/{ID}',
  'PUT /bulkQuotes/{ID}/error',
  'POST /bulkTransfers',
  'GET /bulkTransfers/{ID}',
  'PUT /bulkTransfers/{ID}',
  'PUT /bulkTransfers/{ID}/error',
] as const;
export type FspiopOperation = (typeof fspiopOperations)[number];

export const fspiopCallSchema = z.strictObject({
  operation: z.enum(fspiopOperations),
  /** {ID} of the path, but for parties and participants. */
  id: pathPartSchema.max(64).nullish(),
  /** {Type}, {ID} and {SubId} of the path. */
  party: partyIdSchema.nullish(),
  /** The FSP that it is for; else that of the variable `peer`. */
  destination: z.string().min(1).max(32).nullish(),
  /** Chooses among a tenant's switches where no `peer` does. */
  currency: moneySchema.shape.currency.nullish(),
  /** FSPIOP version; else that of `peer` for an answer, and the switch's for a request. */
  version: z.enum(['1.0', '1.1', '2.0']).nullish(),
  /** What GET /authorizations asks; `retriesLeft` may be a number. */
  query: authorizationRequestSchema
    .extend({ retriesLeft: z.coerce.string().regex(/^[1-9]\d{0,8}$/) })
    .nullish(),
  /** As the published schema of the operation has it. */
  body: z.record(z.string(), z.unknown()).nullish(),
});
