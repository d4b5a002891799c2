import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { PartyId } from './fspiop';
import { partyKeyOf } from './party-spelling';

/** What all who make or compare tokens must agree on. */
export const personTokensSettings = z.object({
  PAYMENT_EVENTS_PERSON_SECRET: z
    .string()
    .min(32)
    .optional()
    .describe(
      'At least 32 characters: payers and payees are told apart in events by tokens made with it. Never changed, or all get new ones. None: no tokens',
    ),
});

/**
 * Names for parties that are the same for all payments of one at one tenant, and tell nothing of it to whoever lacks the
 * secret. There are few phone numbers: whoever has it can try them all, so it is kept as passwords are.
 */
export interface PersonTokens {
  /** Of a party, whose tenant may not be known yet. Says no more than a token does. */
  fingerprintOf(party: PartyId): string;
  tokenOf(tenant: string, fingerprint: string): string;
  /** The same for two requests that ask for the same: the hash alone could be tried out, number by number. */
  requestTokenOf(requestHash: string): string;
}

export function createPersonTokens(secret: string): PersonTokens {
  const hmac = (purpose: string, text: string): string =>
    createHmac('sha256', secret).update(`${purpose}\n${text}`).digest('base64url');
  return {
    fingerprintOf: (party) => hmac('party', partyKeyOf(party)),
    tokenOf: (tenant, fingerprint) => hmac('token', `${tenant}\n${fingerprint}`),
    requestTokenOf: (requestHash) => hmac('request', requestHash),
  };
}
