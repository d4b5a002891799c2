import { kafkaChecks } from '../../common/doors/kafka/check';
import type { KafkaDoor, TopicSettings } from '../../common/doors/kafka/kafka-door';
import { found, type Check, type Finding } from '../../common/check';

/** Fewer lose what they were told when one disk does. */
const replicasMin = 2;

/** Whether Kafka will take what the engine writes, and keep it. */
export function bridgeChecks(kafka: KafkaDoor, topic: TopicSettings): Check[] {
  return [
    ...kafkaChecks(kafka, { own: [topic] }),
    { what: `room for all partitions of the engine`, run: () => partitions(kafka, topic) },
    { what: `the replicas of ${topic.name}`, run: () => replicas(kafka, topic.name) },
  ];
}

async function partitions(kafka: KafkaDoor, topic: TopicSettings): Promise<Finding> {
  const { name, partitions: wanted } = topic;
  const differences = await kafka.checkTopics([{ name, partitions: wanted, settings: {} }]);
  if (differences.some(({ what }) => what === 'topic')) return notThereYet;
  const count = Number(differences[0]?.found ?? wanted);
  if (count >= wanted) return found.ok(`the topic has ${count} partitions`);
  return found.fail(
    `the topic ${name} has ${count} partitions, ENGINE_PARTITIONS is ${wanted}: records of the others are refused`,
    `Give the topic ${wanted} partitions at the brokers.`,
  );
}

async function replicas(kafka: KafkaDoor, name: string): Promise<Finding> {
  const [difference, ...others] = await kafka
    .checkTopics([
      // No topic has none: so the number is told.
      { name, partitions: 1, replicationFactor: 0, settings: {} },
    ])
    .then((all) => all.filter(({ what }) => what !== 'partitions'));
  if (difference === undefined || others.length > 0) return found.warn('could not be counted');
  if (difference.what === 'topic') return notThereYet;
  const count = Number(difference.found);
  if (count >= replicasMin) return found.ok(`${count} brokers have each record`);
  return found.warn(
    'only one broker has each record: what it loses is lost',
    'Run three brokers or more, and set ENGINE_RECORDS_REPLICATION to 3 before the topic is made.',
  );
}

const notThereYet = found.ok('the topic is not there yet: it is made when the role starts');
