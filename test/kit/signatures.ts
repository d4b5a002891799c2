/** Keys to sign with, and signatures made by hand: right ones and wrong ones. */
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly privatePem: string;
  /** SPKI. */
  readonly publicPem: string;
}

export function rsaKeyPair(modulusLength = 2048): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength });
  return {
    privateKey,
    publicKey,
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

export const encoded = (content: string | Uint8Array): string =>
  Buffer.from(content).toString('base64url');

/** The content of FSPIOP-Signature. `make` makes the signature over its input; RS256 without it. */
export function signatureOver(
  protectedFields: unknown,
  body: string | Uint8Array,
  make: KeyObject | ((input: string) => Uint8Array),
): string {
  const protectedHeader = encoded(JSON.stringify(protectedFields));
  const input = `${protectedHeader}.${encoded(body)}`;
  const made = typeof make === 'function' ? make(input) : sign('sha256', Buffer.from(input), make);
  return JSON.stringify({ signature: encoded(made), protectedHeader });
}
