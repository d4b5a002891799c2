import { correlationKey } from '../common/contracts/keys';
import { messageNames } from '../common/contracts/messages';
import type { MessagePublisher, Random } from '../common/runtime';
import { eventOf, type Report } from './report';
import type { RequestReport } from './requests/request-report';

/**
 * Who waits at the channel for a payment's outcome, by question id. The engine gives a message to one
 * waiter only, and keeps one that came too late for a while: so the request, its repeat and the payer's
 * decision wait under ids of their own, and none takes what was meant for another.
 */

/**
 * New for each request, because nobody knows before the engine has answered which of several equal
 * requests starts the payment: the payment carries the id of the one that did.
 */
export function requestQuestionId(tenant: string, transactionId: string, random: Random): string {
  return `${correlationKey(tenant, transactionId)}:${random.uuid()}`;
}

export function repeatQuestionId(tenant: string, transactionId: string): string {
  return `${correlationKey(tenant, transactionId)}:repeat`;
}

export function decisionQuestionId(tenant: string, transactionId: string): string {
  return `${correlationKey(tenant, transactionId)}:decision`;
}

/** To who asks a process how it stands. */
export async function answerQuestion(
  messages: MessagePublisher,
  questionId: string,
  answer: object,
): Promise<void> {
  await messages.publish({
    name: messageNames.questionAnswered,
    correlationKey: questionId,
    messageId: questionId,
    timeToLiveMs: answerTimeToLiveMs,
    variables: { answer },
  });
}

/** Long enough for a waiter that is just being set up; too late for one who has gone. */
const answerTimeToLiveMs = 10_000;

export async function answerQuestions(
  messages: MessagePublisher,
  questionIds: readonly string[],
  answer: Report | RequestReport,
): Promise<void> {
  const publish = (questionId: string) =>
    messages.publish({
      name: messageNames.questionAnswered,
      correlationKey: questionId,
      messageId: eventOf(answer),
      timeToLiveMs: answerTimeToLiveMs,
      variables: { answer },
    });
  await Promise.all(questionIds.map(publish));
}
