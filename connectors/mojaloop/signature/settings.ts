import { z } from 'zod';
import { httpUrl } from '../../common/config/http-url';
import { signatureAlgorithms } from './keys';

/** `accept`: what is signed must be signed rightly. `require`: and what is not signed is refused. */
const policySchema = z.enum(['off', 'accept', 'require']);

/** Paths are relative to the tenant's file. */
const signSchema = z.strictObject({
  /** Our private key, PEM. Read again when it changes. */
  privateKeyPath: z.string().min(1),
  algorithm: z.enum(signatureAlgorithms).default('RS256'),
  /** Mojaloop's own software signs no GET. */
  getRequests: z.boolean().default(false),
  putParties: z.boolean().default(true),
});

const verifySchema = z
  .strictObject({
    policy: policySchema,
    /** Hardly anyone signs them: `accept` unless the policy is off. */
    getRequests: policySchema.optional(),
    /** Mojaloop's own software leaves them unsigned unless told otherwise: likewise. */
    putParties: policySchema.optional(),
    /** `<fspId>.pem` for each peer, the switch among them. */
    keysDirectory: z.string().min(1).optional(),
    /** A JWKS whose `kid` are the fspIds. */
    jwksUrl: httpUrl.optional(),
  })
  .transform(({ policy, getRequests, putParties, keysDirectory, jwksUrl }, context) => {
    const keys = keysOf(keysDirectory, jwksUrl);
    if (keys === undefined) {
      context.addIssue({ code: 'custom', message: 'set either keysDirectory or jwksUrl' });
      return z.NEVER;
    }
    const otherwise = policy === 'off' ? 'off' : 'accept';
    return {
      policies: {
        messages: policy,
        getRequests: getRequests ?? otherwise,
        putParties: putParties ?? otherwise,
      },
      keys,
    };
  });

type KeySource = { readonly directory: string } | { readonly jwksUrl: string };

function keysOf(directory: string | undefined, jwksUrl: string | undefined): KeySource | undefined {
  if (directory !== undefined && jwksUrl === undefined) return { directory };
  if (directory === undefined && jwksUrl !== undefined) return { jwksUrl };
  return undefined;
}

/** FSPIOP Signature 1.1: what we sign for a switch, and what we demand of what comes from there. */
export const signatureSettingsSchema = z.strictObject({
  sign: signSchema.optional(),
  verify: verifySchema.optional(),
});
export type SignatureSettings = z.output<typeof signatureSettingsSchema>;
export type SignSettings = z.output<typeof signSchema>;
export type VerifySettings = z.output<typeof verifySchema>;
