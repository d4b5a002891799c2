/** Standard Webhooks: whoever is told something can see that it is we who say it, and drop what comes twice. */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { EpochMs } from '../runtime';

/** `whsec_` and 24 to 64 bytes in base64. */
export const webhookSecretSchema = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'must be whsec_ and 24 to 64 bytes in base64')
  .transform((text) => Buffer.from(text.slice('whsec_'.length), 'base64'));

export interface WebhookSecrets {
  readonly secret?: Buffer | undefined;
  /** The one before it, while receivers change over: what is told bears the signatures of both. */
  readonly formerSecret?: Buffer | undefined;
}

/** @param id the same for each repeat of what is told */
export function webhookHeaders(
  { id, body, nowMs }: { readonly id: string; readonly body: string; readonly nowMs: EpochMs },
  { secret, formerSecret }: WebhookSecrets,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(nowMs / 1_000));
  const secrets = [secret, formerSecret].filter((one) => one !== undefined);
  const signed = `${id}.${timestamp}.${body}`;
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    ...(secrets.length > 0 && {
      'webhook-signature': secrets.map((one) => signatureOf(one, signed)).join(' '),
    }),
  };
}

function signatureOf(secret: Buffer, content: string): string {
  return `v1,${createHmac('sha256', secret).update(content).digest('base64')}`;
}
