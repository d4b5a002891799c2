import type { z } from 'zod';
import type { FspiopOperation, fspiopCallSchema } from '../../common/contracts/fspiop-call';
import { correlationKey, lookupKeyOf } from '../../common/contracts/keys';
import { CannotWork } from '../../common/failures';
import type { Resource } from '../api/media-type';
import { partyPath } from '../api/party-path';
import { bodyProblem, schemaVersionOf, type BodySchema } from '../openapi/validators';

export type FspiopCall = z.output<typeof fspiopCallSchema>;

type WithBody = Extract<FspiopOperation, `POST ${string}` | `PUT ${string}`>;

/** The schema of each body, and where a request's own id stands in it. */
const bodies: Readonly<Record<WithBody, { schema: BodySchema; id?: string }>> = {
  'POST /participants': { schema: 'ParticipantsPostRequest', id: 'requestId' },
  'POST /participants/{Type}/{ID}/{SubId}': { schema: 'ParticipantsTypeIDSubIDPostRequest' },
  'POST /transactionRequests': {
    schema: 'TransactionRequestsPostRequest',
    id: 'transactionRequestId',
  },
  'PUT /transactionRequests/{ID}': { schema: 'TransactionRequestsIDPutResponse' },
  'PUT /transactionRequests/{ID}/error': { schema: 'ErrorInformationObject' },
  'PUT /authorizations/{ID}/error': { schema: 'ErrorInformationObject' },
  'PUT /transactions/{ID}': { schema: 'TransactionsIDPutResponse' },
  'PUT /transactions/{ID}/error': { schema: 'ErrorInformationObject' },
  'POST /bulkQuotes': { schema: 'BulkQuotesPostRequest', id: 'bulkQuoteId' },
  'PUT /bulkQuotes/{ID}': { schema: 'BulkQuotesIDPutResponse' },
  'PUT /bulkQuotes/{ID}/error': { schema: 'ErrorInformationObject' },
  'POST /bulkTransfers': { schema: 'BulkTransfersPostRequest', id: 'bulkTransferId' },
  'PUT /bulkTransfers/{ID}': { schema: 'BulkTransfersIDPutResponse' },
  'PUT /bulkTransfers/{ID}/error': { schema: 'ErrorInformationObject' },
};

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** An operation with its placeholders filled in. */
export interface Target {
  readonly method: Method;
  readonly resource: Resource;
  readonly path: readonly string[];
}

/** @throws CannotWork that names what is missing in `fspiop`. */
export function targetOf({ operation, id, party }: FspiopCall): Target {
  const [method = '', template = ''] = operation.split(' ');
  const [, resource = '', ...parts] = template.split('/');
  const path = parts.includes('{Type}')
    ? partyPath(present(party, 'party', operation))
    : parts.map((part) => (part === '{ID}' ? present(id, 'id', operation) : part));
  return { method: method as Method, resource: resource as Resource, path };
}

/** The lookup service answers for itself, and forgets a party when a GET /parties names a wrong FSP. */
export function namesDestination({ resource }: Target): boolean {
  return resource !== 'parties' && resource !== 'participants';
}

/**
 * The body, checked against the published schema of its version: a peer would refuse it, and only a person
 * can mend what made it.
 * @throws CannotWork that names the element.
 */
export function bodyOf({ operation, body }: FspiopCall, version: string): object | undefined {
  if (!hasBody(operation)) return undefined;
  const problem = bodyProblem(
    schemaVersionOf(version),
    bodies[operation].schema,
    body ?? undefined,
  );
  if (problem !== undefined) throw new CannotWork(`fspiop.body: ${problem.errorDescription}`);
  return body ?? undefined;
}

/** @throws CannotWork that names the parameter. */
export function queryOf({ operation, query }: FspiopCall): Record<string, string> | undefined {
  return operation === 'GET /authorizations/{ID}' ? present(query, 'query', operation) : undefined;
}

/**
 * Under which key the answer comes as a message, or as a signal where a party is asked about; undefined for
 * what is an answer itself.
 */
export function answerKeyOf(
  tenant: string,
  switchName: string,
  { operation, id, party, body }: FspiopCall,
) {
  if (operation.startsWith('PUT ')) return undefined;
  if (party != null) return lookupKeyOf(tenant, switchName, party);
  const field = hasBody(operation) ? bodies[operation].id : undefined;
  return correlationKey(tenant, field === undefined ? String(id) : String(body?.[field]));
}

function hasBody(operation: FspiopOperation): operation is WithBody {
  return operation in bodies;
}

function present<Value>(
  value: Value | null | undefined,
  name: string,
  operation: FspiopOperation,
): Value {
  if (value == null) throw new CannotWork(`${operation} needs fspiop.${name}`);
  return value;
}
