import { z } from 'zod';
import { correlationKey } from '../common/contracts/keys';
import { messageNames } from '../common/contracts/messages';
import type { Asker } from '../common/runtime';
import { reportSchema } from './report';

/** What a payment's process answers when it is asked how it stands. */
const paymentStateSchema = z.object({
  /** Null when no request was compared. */
  sameRequest: z.boolean().nullable(),
  /** It will answer who waits: so it was asked when it began. */
  waiting: z.boolean(),
  /** What it began with. Workers before 0.3.0 do not say it. */
  origin: z.string().optional(),
  report: reportSchema,
});
export type PaymentState = z.output<typeof paymentStateSchema>;

/**
 * Only the payment's process knows what it was asked for and how it stands: the hub keeps no table of
 * requests. It stays for the dedupe window after its end, so that undefined says: there is none.
 */
export async function askPaymentState(
  asker: Asker,
  asked: { tenant: string; transactionId: string; repeatedHash: string | null },
  timeoutMs: number,
): Promise<PaymentState | undefined> {
  const { tenant, transactionId, repeatedHash } = asked;
  const answer = await asker.ask({
    message: {
      name: messageNames.payerTransferStateAsked,
      correlationKey: correlationKey(tenant, transactionId),
      timeToLiveMs: timeoutMs,
      variables: { repeatedHash },
    },
    timeoutMs,
  });
  return answer === undefined ? undefined : paymentStateSchema.parse(answer);
}
