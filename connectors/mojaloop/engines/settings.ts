import { z } from 'zod';
import { duration } from '../../common/contracts/fee-settings';
import { replicas, replicated } from '../../common/contracts/replication';
import type { TopicSettings } from '../../common/doors/kafka/kafka-door';
import { enginesEnvironment, type Engines } from '../../common/engines/engine-list';

/** Settings of the process, where there are several engines. */
export const betweenEnginesEnvironment = z.object({
  ...enginesEnvironment.shape,
  MOJALOOP_ENGINES_HOST: z
    .string()
    .default('127.0.0.1')
    .describe('Address that the door for other engines listens on'),
  MOJALOOP_ENGINES_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(5010)
    .describe('Port of the door for other engines; open only where ENGINES_PATH names several'),
  ENGINES_TOPIC_PREFIX: z
    .string()
    .regex(/^[a-zA-Z0-9._-]{1,180}$/, 'must be letters, digits, dots, dashes and underscores')
    .default('payment-hub.for-engine')
    .describe('Messages for an engine that is away wait in the topic `<prefix>.<its ENGINE_NAME>`'),
  ENGINES_KEPT_FOR: duration()
    .refine((ms) => ms >= 3_600_000, 'is shorter than an hour')
    .prefault('P1D')
    .describe('How long they wait; what is older then is kept for operators as `expired`'),
  STRAY_MESSAGES_TOPIC: z
    .string()
    .min(1)
    .default('payment-hub.stray-messages')
    .describe(
      'Topic of messages that belong to no engine, for operators: as they came, bodies included',
    ),
  STRAY_MESSAGES_RETENTION: duration()
    .prefault('P35D')
    .describe('How long Kafka keeps them: names and numbers are in them'),
  ENGINES_REPLICATION: replicas('Replicas of these topics, when they are made'),
});
export type BetweenEnginesSettings = z.output<typeof betweenEnginesEnvironment>;

const partitions = 3;
/** A body of 5 MB in base64, and headers. */
const recordBytesMax = 8 * 1024 * 1024;
/** Of a partition: who sends forged messages fills no disk. */
const strayBytesMax = 256 * 1024 * 1024;

export function topicFor(engine: string, { ENGINES_TOPIC_PREFIX }: BetweenEnginesSettings): string {
  return `${ENGINES_TOPIC_PREFIX}.${engine}`;
}

export function keptTopic(engine: string, settings: BetweenEnginesSettings): TopicSettings {
  const topic = {
    name: topicFor(engine, settings),
    partitions,
    settings: {
      'cleanup.policy': 'delete',
      // Longer than they wait: each is read once more, and told as expired.
      'retention.ms': String(2 * settings.ENGINES_KEPT_FOR),
      'max.message.bytes': String(recordBytesMax),
    },
  };
  return replicated(topic, settings.ENGINES_REPLICATION);
}

export function strayTopic(settings: BetweenEnginesSettings): TopicSettings {
  const topic = {
    name: settings.STRAY_MESSAGES_TOPIC,
    partitions: 1,
    settings: {
      'cleanup.policy': 'delete',
      'retention.ms': String(settings.STRAY_MESSAGES_RETENTION),
      'retention.bytes': String(strayBytesMax),
      'max.message.bytes': String(recordBytesMax),
    },
  };
  return replicated(topic, settings.ENGINES_REPLICATION);
}

export function topicsOf(engines: Engines, settings: BetweenEnginesSettings): TopicSettings[] {
  const { all } = engines.current();
  return [strayTopic(settings), ...all.map(({ name }) => keptTopic(name, settings))];
}
