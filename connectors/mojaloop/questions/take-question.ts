import { messageNames } from '../../common/contracts/messages';
import type { Deps } from '../../common/runtime';

/** As long as somebody may wait for it (settings: MOJALOOP_STATE_TIMEOUT_MS). */
const questionLifetimeMs = 60_000;

/**
 * Tells the server (inbound/state-questions.ts) that the process has taken the question, so that it does not
 * say "not found". Before the answer is sent: the switch may take its time. Does nothing where nobody waits.
 */
export async function takeQuestion(
  questionId: string | null | undefined,
  { messages }: Deps,
): Promise<void> {
  if (questionId == null) return;
  await messages.publish({
    name: messageNames.questionAnswered,
    correlationKey: questionId,
    messageId: questionId,
    timeToLiveMs: questionLifetimeMs,
    variables: { answer: 'taken' },
  });
}
