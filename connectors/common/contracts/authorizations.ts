/** Variables and messages of authorisation by a one-time password, FSPIOP 6.6. No code stands in any of them. */
import { z } from 'zod';
import { authenticationTypeSchema } from './fspiop-resources';
import { personal, type PrivacyOf } from './privacy-marks';

const hexSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** A one-time password, as the process that waits for it knows it. */
export const heldCodeSchema = z.strictObject({
  /** The how-manieth of this process. */
  number: z.int().min(1),
  length: z.int().min(4).max(8),
  salt: hexSchema,
  /** Of code and terms, by the tenant's key. */
  hash: hexSchema,
});
export type HeldCode = z.infer<typeof heldCodeSchema>;

/**
 * What a payer has answered at a device, as their own DFSP's process knows it. Strict: what was entered itself has no
 * place in it.
 */
export const hiddenEntrySchema = z.strictObject({
  responseType: z.enum(['ENTERED', 'REJECTED', 'RESEND']),
  authentication: authenticationTypeSchema.optional(),
  /** Of what was ENTERED: see authorizations/codes.ts. */
  digest: hexSchema.optional(),
});

export const authorizationVariables = {
  heldCode: heldCodeSchema.describe(
    'The one-time password that is waited for: which it is, and a keyed hash of it with a salt of its own. Not the code.',
  ),
} as const;

export const authorizationPrivacy: PrivacyOf<typeof authorizationVariables> = {
  heldCode: personal,
};
