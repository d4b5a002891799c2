import type { Resource } from '../api/media-type';

/** What FSPIOP Signature 1.1 protects of a message beside its body. */
export interface SignedFields {
  readonly method: string;
  /** The one that the URI is about. */
  readonly resource: Resource;
  /**
   * What follows the address of the service, query included: `/transfers/{ID}`. No scheme, no host, and no
   * base path of a switch or gateway, which it takes off again: it is what the receiver itself sees.
   */
  readonly uri: string;
  readonly source: string;
  readonly destination: string | undefined;
  readonly date: string | undefined;
}

/** RFC 7515, 5.1: the protected header as it is sent, and the body byte for byte. */
export function signingInput(protectedHeader: string, body: Buffer): Buffer {
  return Buffer.from(`${protectedHeader}.${body.toString('base64url')}`, 'latin1');
}
