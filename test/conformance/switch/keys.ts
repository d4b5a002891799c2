import { generateKeyPairSync, sign, verify } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** PEM. */
export interface KeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

export function newKeyPair(): KeyPair {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
}

interface Signed {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * FSPIOP Signature 1.1, written a second time: what the hub signs is checked, and what it checks is signed,
 * by code that is not the hub's.
 */
export function signatureHeaders(
  { method, path, headers, body }: Signed,
  privateKey: string,
): Record<string, string> {
  const destination = headers['fspiop-destination'];
  const protectedHeader = base64url(
    JSON.stringify({
      alg: 'RS256',
      'FSPIOP-URI': path,
      'FSPIOP-HTTP-Method': method,
      'FSPIOP-Source': headers['fspiop-source'],
      ...(destination !== undefined && { 'FSPIOP-Destination': destination }),
    }),
  );
  const input = Buffer.from(`${protectedHeader}.${base64url(body)}`);
  const signature = sign('RSA-SHA256', input, privateKey).toString('base64url');
  return {
    'fspiop-uri': path,
    'fspiop-http-method': method,
    'fspiop-signature': JSON.stringify({ signature, protectedHeader }),
  };
}

/** `unsigned`, `right`, or what is wrong. */
export function signatureVerdict(message: Signed, publicKey: string | undefined): string {
  const { headers, method, path, body } = message;
  const header = headers['fspiop-signature'];
  if (typeof header !== 'string') return 'unsigned';
  if (publicKey === undefined) return `${String(headers['fspiop-source'])} has no key`;
  const { signature, protectedHeader } = JSON.parse(header) as Record<string, string>;
  const fields = JSON.parse(
    Buffer.from(protectedHeader ?? '', 'base64url').toString('utf8'),
  ) as Record<string, string | undefined>;
  const expected: Record<string, unknown> = {
    'FSPIOP-URI': path,
    'FSPIOP-HTTP-Method': method,
    'FSPIOP-Source': headers['fspiop-source'],
    'FSPIOP-Destination': headers['fspiop-destination'],
  };
  const wrong = Object.keys(expected).find((name) => fields[name] !== expected[name]);
  if (wrong !== undefined) return `${wrong} is ${String(fields[wrong])}`;
  const input = Buffer.from(`${protectedHeader ?? ''}.${base64url(body)}`);
  const isRight = verify('RSA-SHA256', input, publicKey, Buffer.from(signature ?? '', 'base64url'));
  return isRight ? 'right' : 'not made with the key of FSPIOP-Source';
}

function base64url(content: string | Buffer): string {
  return Buffer.from(content).toString('base64url');
}
