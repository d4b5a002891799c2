import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { EpochMs, TlsIdentity } from '../runtime';
import { messageOf } from '../message-of';

/** The names that cert-manager and Kubernetes give to the files of a TLS secret. */
export const tlsFileNames = ['tls.crt', 'tls.key', 'ca.crt'] as const;
export type TlsFileName = (typeof tlsFileNames)[number];

/** Content by name; a file that is not there is undefined. */
export type TlsFiles = Readonly<Record<TlsFileName, string | undefined>>;

/** @throws Error that names the file and what is wrong with it; it never repeats content. */
export function parseIdentity(files: TlsFiles): TlsIdentity {
  const { 'tls.crt': certificates, 'tls.key': key, 'ca.crt': authorities } = files;
  if (authorities !== undefined) certificatesIn('ca.crt', authorities);
  if (certificates === undefined && key === undefined) return { own: undefined, authorities };
  if (certificates === undefined) throw new Error('tls.key is there, but no tls.crt');
  if (key === undefined) throw new Error('tls.crt is there, but no tls.key');
  const [leaf] = certificatesIn('tls.crt', certificates);
  if (!leaf.checkPrivateKey(keyIn(key))) {
    throw new Error('tls.key is not the key of the first certificate in tls.crt');
  }
  const own = { certificates, key };
  try {
    // What OpenSSL refuses to serve (a weak key, an old digest) should be known before it is needed.
    createSecureContext({ cert: certificates, key, ca: authorities });
  } catch (error) {
    throw new Error(`OpenSSL refuses the certificates: ${messageOf(error)}`);
  }
  return { own, authorities };
}

/** When the first certificate of each file stops to be valid: of a chain or bundle, the earliest end. */
export function expiriesOf({ own, authorities }: TlsIdentity): ReadonlyMap<TlsFileName, EpochMs> {
  const expiries = new Map<TlsFileName, EpochMs>();
  const texts = { 'tls.crt': own?.certificates, 'ca.crt': authorities } as const;
  for (const name of ['tls.crt', 'ca.crt'] as const) {
    const text = texts[name];
    if (text === undefined) continue;
    const ends = certificatesIn(name, text).map((one) => Date.parse(one.validTo));
    expiries.set(name, Math.min(...ends));
  }
  return expiries;
}

function certificatesIn(
  name: TlsFileName,
  text: string,
): readonly [X509Certificate, ...X509Certificate[]] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const [first, ...others] = blocks.map((block) => {
    try {
      return new X509Certificate(block);
    } catch {
      throw new Error(`${name} holds a certificate that cannot be read`);
    }
  });
  // Node would take an empty file for "no authority of one's own" and believe all public ones.
  if (first === undefined) throw new Error(`${name} holds no certificate in PEM`);
  return [first, ...others];
}

function keyIn(text: string): ReturnType<typeof createPrivateKey> {
  try {
    return createPrivateKey(text);
  } catch {
    throw new Error('tls.key holds no private key in PEM, or one with a password');
  }
}
