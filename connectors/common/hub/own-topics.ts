/** Topics that roles make where they are not there: known before a role is started, so that `hub deploy` can make them first. */
import type { z } from 'zod';
import { readEnvironment } from '../config/environment';
import type { KafkaDoor, TopicSettings } from '../doors/kafka/kafka-door';

export interface OwnTopics {
  /** As the environment of this process says. @throws ConfigurationError */
  read(): readonly TopicSettings[];
}

/** @param environment those settings alone that say what topics are like: others may be secrets, which whoever deploys lacks */
export function ownTopics<Environment extends z.ZodObject>(
  environment: Environment,
  of: (settings: z.output<Environment>) => readonly TopicSettings[],
): OwnTopics {
  return { read: () => of(readEnvironment(environment)) };
}

export interface MadeTopics {
  readonly made: readonly string[];
  /** What is there and is not as it should be, in words. */
  readonly differing: readonly string[];
}

/** Leaves those that are there. Several roles may have one of the same name: the first one counts. */
export async function makeTopics(
  kafka: Pick<KafkaDoor, 'ensureTopics' | 'checkTopics'>,
  own: readonly OwnTopics[],
): Promise<MadeTopics> {
  const byName = new Map<string, TopicSettings>();
  for (const topic of own.flatMap((one) => one.read())) {
    if (!byName.has(topic.name)) byName.set(topic.name, topic);
  }
  const topics = [...byName.values()];
  const differences = await kafka.checkTopics(topics);
  const missing = differences.filter(({ what }) => what === 'topic').map(({ topic }) => topic);
  await kafka.ensureTopics(topics.filter(({ name }) => missing.includes(name)));
  return {
    made: missing,
    differing: differences
      .filter(({ topic }) => !missing.includes(topic))
      .map(
        ({ topic, what, wanted, found = 'none' }) => `${topic}: ${what} is ${found}, not ${wanted}`,
      ),
  };
}
