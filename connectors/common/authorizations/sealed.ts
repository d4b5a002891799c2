/**
 * What was entered at a device, on its way through a process to the payer's DFSP: only the hub's own parts can read it.
 * AES-256-GCM by node:crypto, whose result is there at once: see README.md.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { CannotWork } from '../failures';
import type { AllAuthorizationKeys, AuthorizationKeys } from './keys';

const algorithm = 'aes-256-gcm';
const ivLength = 12;
const tagLength = 16;

/** Only in a server: a worker that is carried out twice must say the same twice, and this never does. */
export function sealEntry({ sealed }: AuthorizationKeys, requestId: string, value: string): string {
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv(algorithm, sealed, iv).setAAD(Buffer.from(requestId));
  const hidden = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), hidden]).toString('base64url');
}

/** @throws CannotWork for what was sealed for another request, or with a secret that is none of these. */
export function openEntry(all: AllAuthorizationKeys, requestId: string, entry: string): string {
  for (const keys of all) {
    const value = openedWith(keys, requestId, entry);
    if (value !== undefined) return value;
  }
  throw new CannotWork('what was entered at the device was sealed for another request or secret');
}

function openedWith(
  { sealed }: AuthorizationKeys,
  requestId: string,
  entry: string,
): string | undefined {
  const bytes = Buffer.from(entry, 'base64url');
  const [iv, rest] = [bytes.subarray(0, ivLength), bytes.subarray(ivLength)];
  try {
    const decipher = createDecipheriv(algorithm, sealed, iv, { authTagLength: tagLength })
      .setAAD(Buffer.from(requestId))
      .setAuthTag(rest.subarray(0, tagLength));
    return decipher.update(rest.subarray(tagLength), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}
