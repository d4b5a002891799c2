import {
  createPrivateKey,
  createPublicKey,
  X509Certificate,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';

/** The algorithms of FSPIOP Signature 1.1, and the digest of each. */
export const digests = { RS256: 'sha256', RS384: 'sha384', RS512: 'sha512' } as const;
export type SignatureAlgorithm = keyof typeof digests;
export const signatureAlgorithms = Object.keys(digests) as SignatureAlgorithm[];

/** Beside them Mojaloop's own SDK signs with ES256 when its key is one of P-256. */
export const believedAlgorithms = [...signatureAlgorithms, 'ES256'] as const;
export type BelievedAlgorithm = (typeof believedAlgorithms)[number];

const modulusBitsMin = 2048;
const pemBlock = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;

/** @throws Error that tells what is wrong and repeats nothing of the key. */
export function readPrivateKey(pem: string): KeyObject {
  const key = parsed('private key', () => createPrivateKey(pem));
  if (isLongRsa(key)) return key;
  throw new Error(`holds a key that is not RSA with at least ${modulusBitsMin} bits`);
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
    return believable(
      parsed(label.toLowerCase(), () =>
        label === 'CERTIFICATE' ? new X509Certificate(block).publicKey : createPublicKey(block),
      ),
    );
  });
}

/** A public key (RFC 7517). @throws Error that tells what is wrong. */
export function readJwk(jwk: JsonWebKey): KeyObject {
  return believable(parsed('JWK', () => createPublicKey({ key: { ...jwk }, format: 'jwk' })));
}

function parsed(what: string, parse: () => KeyObject): KeyObject {
  try {
    return parse();
  } catch {
    throw new Error(`holds a ${what} that cannot be read`);
  }
}

/** @throws Error for a public key that no algorithm of {@link believedAlgorithms} is for. */
function believable(key: KeyObject): KeyObject {
  if (isLongRsa(key) || isP256(key)) return key;
  const wanted = `neither RSA with at least ${modulusBitsMin} bits nor an elliptic one of P-256`;
  throw new Error(`holds a key that is ${wanted}`);
}

function isLongRsa({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  return (
    asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= modulusBitsMin
  );
}

export function isP256({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  return asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1';
}
