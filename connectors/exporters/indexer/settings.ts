import { z } from 'zod';
import { diagramDocumentsSettings } from '../../common/contracts/diagram-documents';
import { defaultRecordsPrefix } from '../../common/contracts/engine-records-indices';
import { engineRecordsSettings } from '../../common/contracts/engine-records-topic';
import { duration } from '../../common/contracts/fee-settings';
import { keptForEver } from '../../common/contracts/fee-topics';
import { actDocumentsSettings } from '../../common/contracts/act-documents';
import { indexName } from '../../common/contracts/index-name';
import { messageDocumentsSettings } from '../../common/contracts/message-documents';
import { journalTopicSettings } from '../../common/contracts/message-journal';
import { operationsAuditSettings } from '../../common/contracts/operations-audit';
import { paymentEventsTopicSettings } from '../../common/contracts/payment-events';
import { paymentDocumentsSettings } from '../../common/contracts/payment-documents';
import { replicas, replicated } from '../../common/contracts/replication';
import type { TopicSettings } from '../../common/doors/kafka/kafka-door';

const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const atLeastADay = () => duration().refine((ms) => ms >= 86_400_000, 'is shorter than a day');

export const indexerEnvironment = z.object({
  ...engineRecordsSettings.shape,
  ...paymentEventsTopicSettings.shape,
  ...paymentDocumentsSettings.shape,
  ...journalTopicSettings.shape,
  ...messageDocumentsSettings.shape,
  ...operationsAuditSettings.shape,
  ...actDocumentsSettings.shape,
  ...diagramDocumentsSettings.shape,
  INDEXER_RECORDS: z
    .stringbool()
    .default(true)
    .describe(
      "Index the engine's records too, for Zeebe's own tools and for people who look into an engine; else only payments",
    ),
  INDEXER_MESSAGES: z
    .stringbool()
    .default(true)
    .describe(
      'Index the message journal too: what was said to switch, Fineract and apps, and when',
    ),
  INDEXER_ACTS: z
    .stringbool()
    .default(true)
    .describe(
      'Index what people asked of the operations API too: who did what, and when. One indexer of several is enough',
    ),
  INDEXER_RECORDS_PREFIX: indexName
    .optional()
    .describe(
      'What indices and aliases of the records begin with: another one for each engine. Default `zeebe-record-<ENGINE_NAME>`',
    ),
  INDEXER_RECORDS_RETENTION: atLeastADay()
    .prefault('P90D')
    .describe("How long indices of an engine's records are kept"),
  INDEXER_PAYMENTS_RETENTION: atLeastADay()
    .prefault('P3650D')
    .describe(
      'How long indices of payments and of messages are kept, after the month in which they began',
    ),
  INDEXER_SHARDS: whole(1, 100)
    .default(1)
    .describe('Shards of each new index; one takes some 40 GB'),
  INDEXER_REPLICAS: whole(0, 5)
    .default(1)
    .describe('Copies of each shard on other nodes; 0 where there is one node only'),
  INDEXER_SET_ASIDE_TOPIC: z
    .string()
    .min(1)
    .default('payment-hub.indexer-set-aside')
    .describe('Topic of the places of records that could not be indexed, and why'),
  INDEXER_FORGOTTEN_TOPIC: z
    .string()
    .min(1)
    .default('payment-hub.forgotten-persons')
    .describe('Topic of the tokens of persons whom `hub audit forget` has forgotten'),
  INDEXER_SET_ASIDE_REPLICATION: replicas('Replicas of these two topics, when they are made'),
});
export type IndexerSettings = z.output<typeof indexerEnvironment>;

export function recordsPrefixOf(
  settings: Pick<IndexerSettings, 'ENGINE_NAME' | 'INDEXER_RECORDS_PREFIX'>,
): string {
  return settings.INDEXER_RECORDS_PREFIX ?? defaultRecordsPrefix(settings.ENGINE_NAME);
}

/** Of every new index. */
export function indexSettings({ INDEXER_SHARDS, INDEXER_REPLICAS }: IndexerSettings): object {
  return {
    number_of_shards: INDEXER_SHARDS,
    number_of_replicas: INDEXER_REPLICAS,
    // Payments are looked for after they were made: seconds do not matter, and work is saved.
    refresh_interval: '1s',
  };
}

export function setAsideTopic(settings: IndexerSettings): TopicSettings {
  return replicated(
    {
      name: settings.INDEXER_SET_ASIDE_TOPIC,
      partitions: 1,
      settings: keptForEver,
    },
    settings.INDEXER_SET_ASIDE_REPLICATION,
  );
}
