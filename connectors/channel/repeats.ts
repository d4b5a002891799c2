import { z } from 'zod';
import { correlationKey } from '../common/contracts/keys';
import { messageNames } from '../common/contracts/messages';
import type { Asker } from '../common/runtime';

/** What a running payment answers when its request comes again. */
const repeatAnswerSchema = z.object({ sameRequest: z.boolean() });
export type RepeatAnswer = z.output<typeof repeatAnswerSchema>;

/**
 * Only the running payment knows what it was asked for: the hub keeps no table of requests.
 * `ended`: nobody answered in time, so there is nothing left to compare with.
 */
export async function compareRepeat(
  asker: Asker,
  repeat: { tenant: string; transactionId: string; requestHash: string },
  timeoutMs: number,
): Promise<'same' | 'other' | 'ended'> {
  const answer = await asker.ask({
    message: {
      name: messageNames.payerTransferRepeated,
      correlationKey: correlationKey(repeat.tenant, repeat.transactionId),
      timeToLiveMs: timeoutMs,
      variables: { repeatedHash: repeat.requestHash },
    },
    timeoutMs,
  });
  if (answer === undefined) return 'ended';
  return repeatAnswerSchema.parse(answer).sameRequest ? 'same' : 'other';
}
