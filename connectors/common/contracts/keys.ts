import { createHmac } from 'node:crypto';
import { stringify as uuidOf, v5 as uuidV5 } from 'uuid';
import { writeMark, type IdMaker } from '../engines/engine-mark';
import type { PartyId } from './fspiop';
import { partyKeyOf } from './party-spelling';
import { signalNames, type PartySignal } from './messages';

/** Fixed for ever: to change it is to change every transaction id. */
const transactionNamespace = '6f1c2f0e-6a54-5f0b-9d57-0b9a4c7a1f10';

/**
 * The same (tenant, clientCorrelationId) always gives the same transaction id. Whoever guesses an order's number
 * can compute it: so nothing is believed, and nothing done, for the knowledge of a transaction id.
 */
export function transactionIdOf(tenant: string, clientCorrelationId: string): string {
  return uuidV5(`${tenant}\n${clientCorrelationId}`, transactionNamespace);
}

/** Of a code that a payer asks for beforehand, by the channel's own id of it. */
export function authorizationCodeIdOf(tenant: string, clientCorrelationId: string): string {
  return uuidV5(`${tenant}\nauthorization code\n${clientCorrelationId}`, transactionNamespace);
}

/** Ids under which others answer or could go before us: only who has the tenant's secret can foresee them. */
interface SecretIds {
  readonly quoteId: string;
  readonly transferId: string;
}

/**
 * Computed once, where a payment starts, and carried as process variables: a secret that changes later changes
 * nothing for payments under way, and a repeated job repeats the same request.
 * @param maker where there are several engines: the ids say which one has made them
 */
export function secretIdsOf(idSecret: string, transactionId: string, maker?: IdMaker): SecretIds {
  return {
    quoteId: secretId(idSecret, 'quote', transactionId, maker),
    transferId: secretId(idSecret, 'transfer', transactionId, maker),
  };
}

/** Fixed for ever, as that of transactions. */
const requestNamespace = '2c8f5d7e-4b1a-5e93-a6d0-9f3b7c12e845';

/** Of a request to pay, at the channel that asks. Known to whoever guesses an order's number, as a transactionId is. */
export function requestIdOf(tenant: string, clientCorrelationId: string): string {
  return uuidV5(`${tenant}\n${clientCorrelationId}`, requestNamespace);
}

/** FSPIOP's transactionRequestId: nobody else can take it first at the payer's DFSP. */
export function transactionRequestIdOf(
  idSecret: string,
  requestId: string,
  maker?: IdMaker,
): string {
  return secretId(idSecret, 'transactionRequest', requestId, maker);
}

/** Of the payment that a payee's DFSP asks for. Two DFSPs may use the same id for their requests. */
export function requestedTransactionIdOf(
  secret: string,
  { fspId, switchName }: { readonly fspId: string; readonly switchName: string },
  transactionRequestId: string,
): string {
  return secretId(secret, 'requested', [switchName, fspId, transactionRequestId].join('\n'));
}

/** HMAC-SHA-256, cut to a UUID of version 4, which says of its bits no more than that they look random. */
function secretId(secret: string, purpose: string, transactionId: string, maker?: IdMaker): string {
  const bytes = createHmac('sha256', secret).update(`${purpose}\n${transactionId}`).digest();
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  if (maker !== undefined) writeMark(bytes, maker);
  return uuidOf(bytes.subarray(0, 16));
}

/** Correlation keys carry the tenant: two tenants of one hub may be the two sides of one transfer. */
export function correlationKey(tenant: string, id: string): string {
  return `${tenant}:${id}`;
}

/**
 * PUT /parties and /participants name no question, so an answer is heard by whoever waits for the party, over the
 * switch that gives it: a tenant's other switch may not speak.
 */
export function lookupKeyOf(tenant: string, switchName: string, party: PartyId): string {
  return correlationKey(tenant, `${switchName}:${partyKeyOf(party)}`);
}

/**
 * Processes wait for `= "party-found:" + lookupKey + ":" + <fspId>`: what any other DFSP says is heard by nobody.
 * Without an fspId it is the switch's own word.
 */
export function partySignalName(name: PartySignal, lookupKey: string, fspId?: string): string {
  return [name, lookupKey, ...(fspId === undefined ? [] : [fspId])].join(':');
}

/** Processes wait for `= "authorization-code-replaced:" + tenant + ":" + codePayer`. */
export function codeReplacedSignalName(tenant: string, payer: string): string {
  return `${signalNames.authorizationCodeReplaced}:${correlationKey(tenant, payer)}`;
}

/** Processes wait for `= "quote-state-asked:" + tenant + ":" + quoteId`: see `questionsAsSignals` in messages.ts. */
export function questionSignalName(message: string, correlationKey: string): string {
  return `${message}:${correlationKey}`;
}
