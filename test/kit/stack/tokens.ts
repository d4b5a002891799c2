import { generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { SignJWT, type JWTPayload } from 'jose';

/** Stands in for a DFSP's identity provider: signs the tokens of its apps. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly publicKeyPem: string;
  /** What it signs with, for a process that signs as it does. */
  readonly privateJwk: JsonWebKey;
  /** A bearer token that is good for `lifetimeS`, of a person where `claims` names one. */
  sign(lifetimeS: number, claims?: JWTPayload): Promise<string>;
}

export const audience = 'payment-hub';

export function createTokenIssuer(issuer: string): TokenIssuer {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    issuer,
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateJwk: privateKey.export({ format: 'jwk' }),
    sign: (lifetimeS, claims = {}) => sign(privateKey, issuer, lifetimeS, claims),
  };
}

function sign(
  privateKey: KeyObject,
  issuer: string,
  lifetimeS: number,
  claims: JWTPayload,
): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1000) + lifetimeS)
    .sign(privateKey);
}
