import { z } from 'zod';
import {
  engineRecordsSettings,
  engineRecordsTopicName,
} from '../../common/contracts/engine-records-topic';
import { duration } from '../../common/contracts/fee-settings';
import { paymentEventsTopicSettings } from '../../common/contracts/payment-events';
import { personTokensSettings } from '../../common/contracts/person-tokens';
import { replicas, replicated } from '../../common/contracts/replication';
import type { TopicSettings } from '../../common/doors/kafka/kafka-door';

export const paymentEventsEnvironment = z.object({
  ...engineRecordsSettings.shape,
  ...paymentEventsTopicSettings.shape,
  PAYMENT_EVENTS_STATE_TOPIC_PREFIX: z
    .string()
    .min(1)
    .default('payment-hub.payment-events-state')
    .describe(
      'What the role remembers of payments that have not ended stands in the topic `<prefix>.<ENGINE_NAME>`',
    ),
  PAYMENT_EVENTS_PARTITIONS: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(12)
    .describe('Partitions of the topic of events, when it is made'),
  PAYMENT_EVENTS_RETENTION: duration()
    .prefault('P400D')
    .describe('How long Kafka keeps the events, when their topic is made'),
  PAYMENT_EVENTS_REPLICATION: replicas('Replicas of both topics, when they are made'),
  ...personTokensSettings.shape,
});
export type PaymentEventsSettings = z.output<typeof paymentEventsEnvironment>;

export interface Topics {
  readonly records: string;
  readonly events: string;
  readonly state: string;
}

export function topicsOf(settings: PaymentEventsSettings): Topics {
  return {
    records: engineRecordsTopicName(settings),
    events: settings.PAYMENT_EVENTS_TOPIC,
    state: `${settings.PAYMENT_EVENTS_STATE_TOPIC_PREFIX}.${settings.ENGINE_NAME}`,
  };
}

/** Whoever gets a partition reads all of it before it begins: what is out of date goes soon. */
const compacted = {
  'cleanup.policy': 'compact',
  'segment.bytes': String(64 * 1024 * 1024),
  'segment.ms': String(3_600_000),
  'min.cleanable.dirty.ratio': '0.1',
};

/** @param partitions of the engine's records: what is remembered of each stands in the partition of its number */
export function topicSettings(
  settings: PaymentEventsSettings,
  partitions: number,
): readonly [events: TopicSettings, state: TopicSettings] {
  const { events, state } = topicsOf(settings);
  const eventsTopic = {
    name: events,
    partitions: settings.PAYMENT_EVENTS_PARTITIONS,
    settings: {
      'cleanup.policy': 'delete',
      'retention.ms': String(settings.PAYMENT_EVENTS_RETENTION),
      'retention.bytes': '-1',
    },
  };
  const stateTopic = { name: state, partitions, settings: compacted };
  const factor = settings.PAYMENT_EVENTS_REPLICATION;
  return [replicated(eventsTopic, factor), replicated(stateTopic, factor)];
}
