import type { Request } from 'express';
import type { Resource } from '../api/media-type';
import { InvalidSignature } from '../signature/check';
import type { Signatures } from '../signature/signatures';
import type { FspiopHeaders } from './headers';
import { refusal } from './refusal';

/** FSPIOP Signature 1.1, over the bytes as they came. Rejects with Refusal 3105 that names what is wrong. */
export async function checkSignature(
  request: Request,
  resource: Resource,
  headers: FspiopHeaders,
  signatures: Signatures,
  found: (verdict: 'valid' | 'unchecked' | 'refused') => void,
): Promise<void> {
  try {
    const verdict = await signatures.check({
      method: request.method,
      resource,
      uri: request.originalUrl,
      source: headers.source,
      destination: headers.destination,
      date: request.get('Date'),
      body: request.body as Buffer,
      signatureHeader: request.get('FSPIOP-Signature'),
      uriHeader: request.get('FSPIOP-URI'),
      methodHeader: request.get('FSPIOP-HTTP-Method'),
    });
    found(verdict);
  } catch (error) {
    if (!(error instanceof InvalidSignature)) throw error;
    found('refused');
    throw refusal('INVALID_SIGNATURE', error.message);
  }
}
