import { v5 as uuidV5 } from 'uuid';
import type { PartyId } from './fspiop';
import { partyKeyOf } from './party-spelling';

/**
 * Every id that leaves the hub is derived from the payment's transaction id, so that a repeated job
 * repeats the same request. The namespaces are fixed for ever: to change one is to change every id.
 */
const transactionNamespace = '6f1c2f0e-6a54-5f0b-9d57-0b9a4c7a1f10';

/** The same (tenant, clientCorrelationId) always gives the same transaction id. */
export function transactionIdOf(tenant: string, clientCorrelationId: string): string {
  return uuidV5(`${tenant}\n${clientCorrelationId}`, transactionNamespace);
}

export function quoteIdOf(transactionId: string): string {
  return uuidV5('quote', transactionId);
}

export function transferIdOf(transactionId: string): string {
  return uuidV5('transfer', transactionId);
}

/** Correlation keys carry the tenant: two tenants of one hub may be the two sides of one transfer. */
export function correlationKey(tenant: string, id: string): string {
  return `${tenant}:${id}`;
}

/** PUT /parties and /participants name no transaction, so the answer is matched by tenant and party. */
export function partyCorrelationKey(tenant: string, party: PartyId): string {
  return correlationKey(tenant, partyKeyOf(party));
}
