import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';

/** Stands in for a DFSP's identity provider: signs the tokens of its apps. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly publicKeyPem: string;
  /** A bearer token that is good for `lifetimeS`. */
  sign(lifetimeS: number): Promise<string>;
}

export const audience = 'payment-hub';

export function createTokenIssuer(issuer: string): TokenIssuer {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    issuer,
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    sign: (lifetimeS) => sign(privateKey, issuer, lifetimeS),
  };
}

function sign(privateKey: KeyObject, issuer: string, lifetimeS: number): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1000) + lifetimeS)
    .sign(privateKey);
}
