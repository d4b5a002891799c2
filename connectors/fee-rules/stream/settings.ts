import { z } from 'zod';
import type { TopicSettings } from '../../common/doors/kafka/kafka-door';
import { feeEntriesTopic, keptForEver } from '../../common/contracts/fee-topics';
import { sharedSettings } from '../../common/contracts/fee-settings';

const topic = (name: string) => z.string().min(1).default(name);

export const feeStreamEnvironment = z.object({
  FEE_STREAM_GROUP: z
    .string()
    .min(1)
    .default('payment-hub-fee-rules')
    .describe('Group of all instances that evaluate transfers from Kafka: they share the work'),
  ...sharedSettings.pick({ FEE_TRANSFERS_TOPIC: true, FEE_ENTRIES_TOPIC: true }).shape,
  FEE_STREAM_SWITCH_TOPIC: z
    .string()
    .optional()
    .describe(
      "Topic on which a Mojaloop switch's central-ledger tells what became of transfers, `topic-notification-event`; none: a switch is not listened to",
    ),
  FEE_STREAM_SET_ASIDE_TOPIC: topic('payment-hub.fee-transfers-set-aside').describe(
    'Topic of the messages that no transfer can be made of, each with the reason',
  ),
  FEE_STREAM_WAITING_TOPIC: topic('payment-hub.fee-transfers-waiting').describe(
    'Topic of the transfers that cannot be evaluated yet',
  ),
  FEE_STREAM_PREPARED_TOPIC: topic('payment-hub.fee-transfers-prepared').describe(
    "Topic of the switch's transfers that are on their way",
  ),
  FEE_STREAM_PARTITIONS: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(6)
    .describe(
      'Partitions of the topics of transfers that are not there yet: so many instances can share the work',
    ),
});

export interface StreamTopics {
  readonly transfers: string;
  readonly switch: string | undefined;
  readonly entries: string;
  readonly setAside: string;
  readonly waiting: string;
  readonly prepared: string;
}

export function topicsOf(settings: z.output<typeof feeStreamEnvironment>): StreamTopics {
  return {
    transfers: settings.FEE_TRANSFERS_TOPIC,
    switch: settings.FEE_STREAM_SWITCH_TOPIC,
    entries: settings.FEE_ENTRIES_TOPIC,
    setAside: settings.FEE_STREAM_SET_ASIDE_TOPIC,
    waiting: settings.FEE_STREAM_WAITING_TOPIC,
    prepared: settings.FEE_STREAM_PREPARED_TOPIC,
  };
}

/** How long the switch's transfers are remembered: many times as long as one may take. */
export const preparedForMs = 24 * 3_600_000;

/** The switch's own topic is the switch's to make. */
export function topicSettings(topics: StreamTopics, partitions: number): TopicSettings[] {
  const fitting = { 'cleanup.policy': 'compact,delete', 'retention.ms': String(preparedForMs) };
  return [
    { name: topics.transfers, partitions, settings: keptForEver },
    feeEntriesTopic(topics.entries),
    { name: topics.setAside, partitions: 1, settings: keptForEver },
    { name: topics.waiting, partitions, settings: { 'cleanup.policy': 'compact' } },
    { name: topics.prepared, partitions, settings: fitting },
  ];
}
