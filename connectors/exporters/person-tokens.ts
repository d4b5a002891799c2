import { createHmac } from 'node:crypto';
import { partyKeyOf } from '../common/contracts/party-spelling';
import type { PartyId } from '../common/contracts/fspiop';

/**
 * Names for parties that are the same for all payments of one at one tenant, and tell nothing of it to whoever lacks the
 * secret. There are few phone numbers: whoever has it can try them all, so it is kept as passwords are.
 */
export interface PersonTokens {
  /** Of a party, whose tenant may not be known yet. Says no more than a token does. */
  fingerprintOf(party: PartyId): string;
  tokenOf(tenant: string, fingerprint: string): string;
}

export function createPersonTokens(secret: string): PersonTokens {
  const hmac = (purpose: string, text: string): string =>
    createHmac('sha256', secret).update(`${purpose}\n${text}`).digest('base64url');
  return {
    fingerprintOf: (party) => hmac('party', partyKeyOf(party)),
    tokenOf: (tenant, fingerprint) => hmac('token', `${tenant}\n${fingerprint}`),
  };
}
