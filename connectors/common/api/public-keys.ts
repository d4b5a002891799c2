import { createPublicKey, type JsonWebKey } from 'node:crypto';

const rsaBitsMin = 2048;

/**
 * Reads one or more public keys: PEM blocks one after another, a JWK or a JWKS (as text or object).
 * @throws Error for anything else, a private or symmetric key among it.
 */
export function readPublicKeys(source: string | object): JsonWebKey[] {
  if (typeof source === 'string' && source.includes('-----BEGIN')) {
    const blocks = source.match(/-----BEGIN ([A-Z ]+)-----[\s\S]+?-----END \1-----/g) ?? [];
    return requireSome(blocks.map(readPem));
  }
  const parsed = (typeof source === 'string' ? JSON.parse(source) : source) as JsonWebKey & {
    keys?: JsonWebKey[];
  };
  return requireSome((parsed.keys ?? [parsed]).map(readJwk));
}

function readPem(pem: string): JsonWebKey {
  if (pem.includes('PRIVATE KEY'))
    throw new Error('is a private key: only public keys belong here');
  return readJwk(createPublicKey(pem).export({ format: 'jwk' }));
}

function readJwk(jwk: JsonWebKey): JsonWebKey {
  if (!['RSA', 'EC', 'OKP'].includes(jwk.kty ?? '')) {
    throw new Error('must hold RSA, EC or OKP keys only: a shared secret is no public key');
  }
  if (jwk.d !== undefined) throw new Error('is a private key: only public keys belong here');
  const bits = createPublicKey({ key: jwk, format: 'jwk' }).asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && bits < rsaBitsMin) {
    throw new Error(`has an RSA key of ${String(bits)} bits; ${String(rsaBitsMin)} is the least`);
  }
  return jwk;
}

function requireSome(keys: JsonWebKey[]): JsonWebKey[] {
  if (keys.length === 0) throw new Error('holds no key');
  return keys;
}
