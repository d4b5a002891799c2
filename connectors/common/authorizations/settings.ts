import { z } from 'zod';
import { formerSecrets } from '../config/former-secrets';
import { durationMs, durationPattern } from '../time';

const lifetimeSchema = (least: string, most: string) =>
  z
    .string()
    .regex(durationPattern, { abort: true, error: 'is not a duration such as PT3M' })
    .refine(
      (text) => durationMs(text) >= durationMs(least) && durationMs(text) <= durationMs(most),
      `must be from ${least} to ${most}`,
    );

const secretSchema = z.string().min(32);

/** What was entered is held against each code of each of them. */
const formerSecretsMax = 3;

/** A tenant's section `authorizations`. Every part may read it: what one makes another one compares. */
export const authorizationsSchema = z.strictObject({
  /**
   * One-time passwords are made with it, and what is entered at a device is hidden with it. `secretFile` reads a file.
   */
  secret: secretSchema,
  /**
   * Those that make no codes any more: codes of theirs are still right, and what they have sealed is read. A list, or
   * with `formerSecretsFile` the lines of a file.
   */
  formerSecrets: formerSecrets(secretSchema, formerSecretsMax),
  /** Digits of a one-time password. */
  codeLength: z.int().min(4).max(8).default(6),
  /** For how long one that is sent while the payer stands at the device can be entered. */
  codeLifetime: lifetimeSchema('PT30S', 'PT15M').default('PT3M'),
  /** For how long one can be entered that the payer has asked for before they came. */
  beforehandLifetime: lifetimeSchema('PT1M', 'P1D').default('PT15M'),
  /** How often a wrong one may be entered for one payment: the last one ends it. */
  tries: z.int().min(1).max(5).default(3),
  /** How many are sent for one payment: the first one, and as often again as the payer asks for another. */
  codesMax: z.int().min(1).max(5).default(3),
});
export type AuthorizationSettings = z.output<typeof authorizationsSchema>;
