import { createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';

/** The algorithms of FSPIOP Signature 1.1, and the digest of each. */
export const digests = { RS256: 'sha256', RS384: 'sha384', RS512: 'sha512' } as const;
export type SignatureAlgorithm = keyof typeof digests;
export const signatureAlgorithms = Object.keys(digests) as SignatureAlgorithm[];

const modulusBitsMin = 2048;
const pemBlock = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;

/** @throws Error that tells what is wrong and repeats nothing of the key. */
export function readPrivateKey(pem: string): KeyObject {
  return longEnough(parsed('private key', () => createPrivateKey(pem)));
}

/**
 * The public keys in a PEM file: `PUBLIC KEY` (SPKI), `RSA PUBLIC KEY` or `CERTIFICATE`, one block each. Of
 * a certificate only the key counts: who puts it there vouches for it, not its issuer, nor its dates.
 * @throws Error that tells what is wrong and repeats nothing of the keys.
 */
export function readPublicKeys(pem: string): KeyObject[] {
  const blocks = [...pem.matchAll(pemBlock)];
  if (blocks.length === 0) throw new Error('holds no PEM block');
  return blocks.map(([block, label = '']) => {
    if (label.endsWith('PRIVATE KEY')) throw new Error('holds a private key: it must not lie here');
    return longEnough(
      parsed(label.toLowerCase(), () =>
        label === 'CERTIFICATE' ? new X509Certificate(block).publicKey : createPublicKey(block),
      ),
    );
  });
}

/** @throws Error that tells what is wrong. */
export function readJwk(jwk: { readonly kty: 'RSA'; readonly n: string; readonly e: string }) {
  return longEnough(parsed('JWK', () => createPublicKey({ key: { ...jwk }, format: 'jwk' })));
}

function parsed(what: string, parse: () => KeyObject): KeyObject {
  try {
    return parse();
  } catch {
    throw new Error(`holds a ${what} that cannot be read`);
  }
}

function longEnough(key: KeyObject): KeyObject {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa' || bits < modulusBitsMin) {
    throw new Error(`holds a key that is not RSA with at least ${modulusBitsMin} bits`);
  }
  return key;
}
