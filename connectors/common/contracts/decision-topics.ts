/** The topics between operators and the engine, and how they are made where they are not there. */
import { z } from 'zod';
import type { TopicSettings } from '../doors/kafka/kafka-door';

const topic = (name: string) => z.string().min(1).default(name);

/** What both sides must agree on. Several engines on one Kafka have topics of their own each. */
export const decisionTopicsEnvironment = z.object({
  BACK_OFFICE_TOPIC: topic('payment-hub.back-office').describe(
    'Topic of what waits for a person: the newest record of a key stands',
  ),
  OPERATOR_DECISIONS_TOPIC: topic('payment-hub.operator-decisions').describe(
    'Topic of what operators decide. Who may write to it can move money',
  ),
  OPERATOR_DECISION_ANSWERS_TOPIC: topic('payment-hub.operator-decision-answers').describe(
    'Topic of what became of the decisions',
  ),
});
export type DecisionTopicsEnvironment = z.output<typeof decisionTopicsEnvironment>;

const dayMs = 86_400_000;

/** A decision and its answers are kept equally long: a decision that is read anew finds its answer. */
export const answersKeptMs = 35 * dayMs;

/** What waits is told anew each day, so that nothing that waits grows so old. */
export const mattersKeptMs = 90 * dayMs;

/**
 * One partition each: people decide seldom, and what they decide must be taken in one order, whatever names the payment.
 * The broker gives the times, by which decisions grow too old.
 */
export function decisionTopics(environment: DecisionTopicsEnvironment): TopicSettings[] {
  const kept = {
    'cleanup.policy': 'delete',
    'retention.ms': String(answersKeptMs),
    'message.timestamp.type': 'LogAppendTime',
  };
  const newest = { 'cleanup.policy': 'compact,delete', 'retention.ms': String(mattersKeptMs) };
  return [
    { name: environment.BACK_OFFICE_TOPIC, partitions: 1, settings: newest },
    { name: environment.OPERATOR_DECISIONS_TOPIC, partitions: 1, settings: kept },
    { name: environment.OPERATOR_DECISION_ANSWERS_TOPIC, partitions: 1, settings: kept },
  ];
}
