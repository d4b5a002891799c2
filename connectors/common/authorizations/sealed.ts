/** What was entered at a device, on its way through a process to the payer's DFSP: only the hub's own parts can read it. */
import { CompactEncrypt, compactDecrypt } from 'jose';
import { z } from 'zod';
import { CannotWork } from '../failures';
import { parseJsonBytes } from '../json';
import type { AuthorizationKeys } from './keys';

const contentSchema = z.object({ transactionRequestId: z.string(), value: z.string() });

export async function sealEntry(
  { sealed }: AuthorizationKeys,
  transactionRequestId: string,
  value: string,
): Promise<string> {
  const content = new TextEncoder().encode(JSON.stringify({ transactionRequestId, value }));
  return new CompactEncrypt(content)
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(sealed);
}

/** @throws CannotWork for what was sealed for another request, or with another secret. */
export async function openEntry(
  { sealed }: AuthorizationKeys,
  transactionRequestId: string,
  entry: string,
): Promise<string> {
  const content = contentSchema.safeParse(await decrypted(entry, sealed)).data;
  if (content?.transactionRequestId === transactionRequestId) return content.value;
  throw new CannotWork('what was entered at the device was sealed for another request or secret');
}

async function decrypted(entry: string, key: Uint8Array): Promise<unknown> {
  const algorithms = {
    keyManagementAlgorithms: ['dir'],
    contentEncryptionAlgorithms: ['A256GCM'],
  };
  const opened = await compactDecrypt(entry, key, algorithms).catch(() => undefined);
  return opened === undefined ? undefined : parseJsonBytes(opened.plaintext);
}
