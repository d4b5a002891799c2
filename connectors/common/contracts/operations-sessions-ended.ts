/**
 * Whose sessions at the operators' page have been ended, on Kafka: one partition; of each key the newest stands. Version 1: fields
 * may be added, none changes its meaning. No token stands here.
 */
import { z } from 'zod';
import type { TopicSettings } from '../doors/kafka/kafka-door';

const ended = {
  version: z.literal(1),
  issuer: z.string().min(1),
  beganUntilS: z
    .int()
    .min(0)
    .describe('Ended are those whose ID token was issued until then: seconds, by the issuer.'),
};

/** One record of `payment-hub.operations-sessions-ended`, key {@link endedSessionKey}. */
export const endedSessionSchema = z.discriminatedUnion('of', [
  z.object({
    of: z.literal('issuers-session'),
    ...ended,
    sid: z.string().min(1).max(512).describe('`sid` of the issuer’s tokens.'),
  }),
  z.object({
    of: z.literal('person'),
    ...ended,
    sub: z.string().min(1).max(512).describe('All sessions of this person.'),
  }),
  z.object({
    of: z.literal('session'),
    ...ended,
    sessionId: z.uuid().describe('The page’s own: who signs out ends copies of the cookie too.'),
  }),
]);
export type EndedSession = z.output<typeof endedSessionSchema>;

type EndedOf<Name extends EndedSession['of']> = Extract<EndedSession, { readonly of: Name }>;
type Named =
  | Pick<EndedOf<'issuers-session'>, 'of' | 'issuer' | 'sid'>
  | Pick<EndedOf<'person'>, 'of' | 'issuer' | 'sub'>
  | Pick<EndedOf<'session'>, 'of' | 'sessionId'>;

export function endedSessionKey(ended: Named): string {
  switch (ended.of) {
    case 'issuers-session':
      return `sid:${ended.issuer}:${ended.sid}`;
    case 'person':
      return `sub:${ended.issuer}:${ended.sub}`;
    case 'session':
      return `session:${ended.sessionId}`;
  }
}

export const sessionsEndedEnvironment = z.object({
  OPERATIONS_SESSIONS_ENDED_TOPIC: z
    .string()
    .min(1)
    .default('payment-hub.operations-sessions-ended')
    .describe('Topic of sessions at the operators’ page that have been ended before their time'),
});

/** No session may last so long: see OPERATIONS_PAGE_SESSION_HOURS_MAX. */
export const endedSessionsKeptMs = 30 * 86_400_000;

export function sessionsEndedTopic(
  settings: z.output<typeof sessionsEndedEnvironment>,
): TopicSettings {
  return {
    name: settings.OPERATIONS_SESSIONS_ENDED_TOPIC,
    partitions: 1,
    settings: {
      'cleanup.policy': 'compact,delete',
      'retention.ms': String(endedSessionsKeptMs),
      // By the broker's time each process forgets them.
      'message.timestamp.type': 'LogAppendTime',
    },
  };
}
