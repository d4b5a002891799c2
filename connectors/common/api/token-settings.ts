import { z } from 'zod';
import { httpUrl } from '../config/http-url';
import { readPublicKeys } from './public-keys';
import { messageOf } from '../message-of';

/** Signatures with a key pair only: with a shared secret the hub could sign tokens itself. */
const algorithms = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA'],
];

const publicKeysSchema = z
  .union([z.string(), z.record(z.string(), z.unknown())])
  .transform((source, context) => {
    try {
      return readPublicKeys(source);
    } catch (error) {
      context.addIssue({ code: 'custom', message: messageOf(error) });
      return z.NEVER;
    }
  });

/** Whose tokens are taken. */
export const tokensSchema = z
  .strictObject({
    /** `iss` of the tokens. */
    issuer: z.string().min(1),
    /** Must be in `aud` of the tokens. */
    audience: z.string().min(1),
    algorithms: z.array(z.enum(algorithms)).min(1).default(['RS256', 'PS256', 'ES256', 'EdDSA']),
    /** Must be in `scope` (RFC 6749), if set. */
    scope: z.string().min(1).optional(),
    /** Where the identity provider publishes its keys; or: */
    jwksUrl: httpUrl.optional(),
    /** `publicKeyFile`: PEM (several for a rotation), JWK or JWKS. */
    publicKey: publicKeysSchema.optional(),
  })
  .transform(({ jwksUrl, publicKey, ...rest }, context) => {
    if (jwksUrl !== undefined && publicKey === undefined) return { ...rest, keys: { jwksUrl } };
    if (jwksUrl === undefined && publicKey !== undefined) return { ...rest, keys: { publicKey } };
    context.addIssue({ code: 'custom', message: 'set exactly one of jwksUrl and publicKey' });
    return z.NEVER;
  });
export type TokenSettings = z.output<typeof tokensSchema>;
