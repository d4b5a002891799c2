import type { Matter } from '../../common/contracts/back-office';
import type { DecisionTopicsEnvironment } from '../../common/contracts/decision-topics';
import { KnownMatters } from '../../common/contracts/known-matters';
import { FollowedTopics } from '../../common/doors/kafka/followed-topics';
import type { KafkaDoor } from '../../common/doors/kafka/kafka-door';
import { missingTopics } from '../../common/doors/kafka/missing-topics';
import { messageOf } from '../../common/message-of';
import type { Clock, Random } from '../../common/runtime';
import { CannotRun } from '../../common/terminal';

export interface TopicsDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly connect: () => {
    readonly kafka: KafkaDoor;
    readonly topics: DecisionTopicsEnvironment;
    readonly brokers: string;
  };
}

export interface OpenTopics {
  readonly kafka: KafkaDoor;
  readonly topics: DecisionTopicsEnvironment;
}

/** @throws CannotRun in one line when Kafka does not answer, or no relay has ever been there */
export async function withTopics(
  { connect }: TopicsDeps,
  use: (open: OpenTopics) => Promise<void>,
): Promise<void> {
  const { kafka, topics, brokers } = connect();
  try {
    await kafka.checkHealth().catch((error: unknown) => {
      throw new CannotRun(
        `Kafka at ${brokers} (KAFKA_BROKERS) does not answer: ${messageOf(error)}`,
      );
    });
    const missing = await missingTopics(kafka, Object.values(topics));
    if (missing.length > 0) {
      throw new CannotRun(
        `Kafka at ${brokers} has no topic ${missing.join(', ')}: no role decision-relay has run there with DECISION_RELAY_KAFKA=true`,
      );
    }
    await use({ kafka, topics });
  } finally {
    await kafka.close();
  }
}

/** What waits for a person, the oldest first. */
export async function readMatters({ kafka, topics }: OpenTopics): Promise<readonly Matter[]> {
  const matters = new KnownMatters();
  const followed = new FollowedTopics(kafka, {
    topic: topics.BACK_OFFICE_TOPIC,
    enter: ({ key = '', value }) => matters.enter(key, value),
  });
  await followed.start();
  await followed.stop();
  return matters.waiting().toSorted((left, right) => (left.since < right.since ? -1 : 1));
}
