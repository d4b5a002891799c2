import { correlationKey } from '../common/contracts/keys';
import { messageNames } from '../common/contracts/messages';
import type { MessagePublisher } from '../common/runtime';
import type { Report } from './report';

/**
 * Who waits at the channel for a payment's outcome, by question id. The waiter of the first request and
 * the waiter of the payer's decision have ids of their own: an answer that came too late for the first
 * must not be taken for the answer to the second.
 */
export function requestQuestionId(tenant: string, transactionId: string): string {
  return correlationKey(tenant, transactionId);
}

export function decisionQuestionId(tenant: string, transactionId: string): string {
  return `${correlationKey(tenant, transactionId)}:decision`;
}

/** Long enough for a waiter that is just being set up; too late for one who has gone. */
const answerTimeToLiveMs = 10_000;

export async function answerQuestion(
  messages: MessagePublisher,
  questionId: string,
  answer: Report,
): Promise<void> {
  await messages.publish({
    name: messageNames.questionAnswered,
    correlationKey: questionId,
    messageId: answer.state,
    timeToLiveMs: answerTimeToLiveMs,
    variables: { answer },
  });
}
