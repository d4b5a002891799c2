import { sign, type KeyObject } from 'node:crypto';
import { digests, type SignatureAlgorithm } from './keys';
import { signingInput, type SignedFields } from './signed-message';

export interface SigningKey {
  readonly key: KeyObject;
  readonly algorithm: SignatureAlgorithm;
}

/**
 * The headers that sign a message (FSPIOP Signature 1.1). The same message gets the same bytes. Mojaloop's
 * switch refuses a signature without FSPIOP-URI and FSPIOP-HTTP-Method beside it.
 */
export function signatureHeaders(
  { method, uri, source, destination, date }: SignedFields,
  body: string,
  { key, algorithm }: SigningKey,
): Record<string, string> {
  const protectedFields = {
    alg: algorithm,
    'FSPIOP-URI': uri,
    'FSPIOP-HTTP-Method': method,
    'FSPIOP-Source': source,
    'FSPIOP-Destination': destination,
    Date: date,
  };
  const protectedHeader = Buffer.from(JSON.stringify(protectedFields)).toString('base64url');
  const input = signingInput(protectedHeader, Buffer.from(body));
  const signature = sign(digests[algorithm], input, key).toString('base64url');
  return {
    'FSPIOP-Signature': JSON.stringify({ signature, protectedHeader }),
    'FSPIOP-URI': uri,
    'FSPIOP-HTTP-Method': method,
  };
}
