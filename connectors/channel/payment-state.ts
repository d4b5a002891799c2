import { z } from 'zod';
import { messageNames } from '../common/contracts/messages';
import type { Asker } from '../common/runtime';
import { askState } from './ask-state';
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

export function askPaymentState(
  asker: Asker,
  asked: { tenant: string; transactionId: string; repeatedHash: string | null },
  timeoutMs: number,
): Promise<PaymentState | undefined> {
  const { tenant, transactionId: id, repeatedHash } = asked;
  const question = { message: messageNames.payerTransferStateAsked, tenant, id, repeatedHash };
  return askState(asker, question, paymentStateSchema, timeoutMs);
}
