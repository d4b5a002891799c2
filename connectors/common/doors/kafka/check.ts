import { found, once, type Check, type Finding } from '../../check';
import { messageOf } from '../../message-of';
import type { KafkaDoor, TopicSettings } from './kafka-door';
import { missingTopics } from './missing-topics';

interface Topics {
  /** The role makes those that are not there yet. */
  readonly own?: readonly TopicSettings[];
  /** Others make them. */
  readonly ofOthers?: readonly string[];
}

/** Whether the brokers answer, and the topics are as they should be. */
export function kafkaChecks(kafka: KafkaDoor, { own = [], ofOthers = [] }: Topics = {}): Check[] {
  const health = once(() => kafka.checkHealth());
  const brokers: Check = {
    what: 'Kafka',
    run: () =>
      health().then(
        () => found.ok('its brokers answer'),
        (error: unknown) =>
          found.away(
            `does not answer: ${messageOf(error)}`,
            'Start it, or set KAFKA_BROKERS and the other KAFKA_ settings.',
          ),
      ),
  };
  const topicCheck = (name: string, look: () => Promise<Finding>): Check => ({
    what: `the topic ${name}`,
    run: () => health().then(look, () => found.warn('not looked at: Kafka does not answer')),
  });
  return [
    brokers,
    ...own.map((topic) => topicCheck(topic.name, () => ownTopic(kafka, topic))),
    ...ofOthers.map((name) => topicCheck(name, () => othersTopic(kafka, name))),
  ];
}

async function ownTopic(kafka: KafkaDoor, topic: TopicSettings): Promise<Finding> {
  const differences = await kafka.checkTopics([topic]);
  if (differences.length === 0) return found.ok('is as it should be');
  if (differences.some(({ what }) => what === 'topic')) {
    return found.ok('is not there yet: it is made when the role starts');
  }
  const told = differences.map(
    ({ what, wanted, found: is = 'none' }) => `${what} is ${is}, not ${wanted}`,
  );
  return found.warn(told.join('; '), 'Unless it is meant so, change it at the brokers.');
}

async function othersTopic(kafka: KafkaDoor, name: string): Promise<Finding> {
  if ((await missingTopics(kafka, [name])).length === 0) return found.ok('is there');
  return found.fail('is not there', 'Others make it: is its name right?');
}
