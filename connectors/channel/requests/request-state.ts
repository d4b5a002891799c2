import { z } from 'zod';
import { messageNames } from '../../common/contracts/messages';
import type { Asker } from '../../common/runtime';
import { askState } from '../ask-state';
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

export function askRequestState(
  asker: Asker,
  asked: { tenant: string; requestId: string; repeatedHash: string | null },
  timeoutMs: number,
): Promise<RequestState | undefined> {
  const { tenant, requestId: id, repeatedHash } = asked;
  const question = { message: messageNames.requestToPayStateAsked, tenant, id, repeatedHash };
  return askState(asker, question, requestStateSchema, timeoutMs);
}
