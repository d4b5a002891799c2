import { z } from 'zod';
import { correlationKey } from '../common/contracts/keys';
import { messageNames } from '../common/contracts/messages';
import type { Asker } from '../common/runtime';

/** What a running payment answers when its request comes again. */
const repeatAnswerSchema = z.object({
  sameRequest: z.boolean(),
  /** It will answer who waits: so it was asked when it began. */
  waiting: z.boolean(),
});
export type RepeatAnswer = z.output<typeof repeatAnswerSchema>;

/**
 * Only the running payment knows what it was asked for: the hub keeps no table of requests. Undefined
 * when nobody answered in time: it has ended, and there is nothing left to compare with.
 */
export async function compareRepeat(
  asker: Asker,
  repeat: { tenant: string; transactionId: string; requestHash: string },
  timeoutMs: number,
): Promise<RepeatAnswer | undefined> {
  const answer = await asker.ask({
    message: {
      name: messageNames.payerTransferRepeated,
      correlationKey: correlationKey(repeat.tenant, repeat.transactionId),
      timeToLiveMs: timeoutMs,
      variables: { repeatedHash: repeat.requestHash },
    },
    timeoutMs,
  });
  return answer === undefined ? undefined : repeatAnswerSchema.parse(answer);
}
