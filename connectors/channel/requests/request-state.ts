import { z } from 'zod';
import { correlationKey } from '../../common/contracts/keys';
import { messageNames } from '../../common/contracts/messages';
import type { Asker } from '../../common/runtime';
import { requestReportSchema } from './request-report';

/** What a request's process answers when it is asked how it stands. As payment-state.ts, of who asks for money. */
const requestStateSchema = z.object({
  /** Null when no request was compared. */
  sameRequest: z.boolean().nullable(),
  /** It will answer who waits: so it was asked when it began. */
  waiting: z.boolean(),
  /** What it began with. */
  origin: z.string(),
  report: requestReportSchema,
});
export type RequestState = z.output<typeof requestStateSchema>;

export async function askRequestState(
  asker: Asker,
  asked: { tenant: string; requestId: string; repeatedHash: string | null },
  timeoutMs: number,
): Promise<RequestState | undefined> {
  const { tenant, requestId, repeatedHash } = asked;
  const answer = await asker.ask({
    message: {
      name: messageNames.requestToPayStateAsked,
      correlationKey: correlationKey(tenant, requestId),
      timeToLiveMs: timeoutMs,
      variables: { repeatedHash },
    },
    timeoutMs,
  });
  return answer === undefined ? undefined : requestStateSchema.parse(answer);
}
