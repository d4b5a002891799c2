import { engineRecordsTopicName } from '../../common/contracts/engine-records-topic';
import { journalTopic } from '../../common/contracts/message-journal';
import { elasticsearchCheck } from '../../common/doors/elasticsearch/check';
import { kafkaChecks } from '../../common/doors/kafka/check';
import type { TopicSettings } from '../../common/doors/kafka/kafka-door';
import { awaitTopics } from '../../common/doors/kafka/missing-topics';
import { ownTopics } from '../../common/hub/own-topics';
import { defineRole } from '../../common/hub/role';
import { followForgotten, forgottenTopic } from './forgotten';
import { startIndexer, type IndexerOptions } from './indexer';
import { createIndexerMetrics } from './metrics';
import {
  indexerEnvironment,
  indexSettings,
  recordsPrefixOf,
  setAsideTopic,
  type IndexerSettings,
} from './settings';

/** Brings what is on Kafka into Elasticsearch: the records of an engine, and a document for each payment. */
export const indexerRole = defineRole({
  name: 'indexer',
  needs: { kafka: true, elasticsearch: true },
  environment: indexerEnvironment,
  topics: ownTopics(indexerEnvironment, topicsMade),
  async start({ environment: settings, deps, metrics, kafka, elasticsearch }) {
    // Made by those who write to them: how many partitions they have is theirs to say.
    await awaitTopics(kafka, topicsOf(settings), {
      ...deps,
      whoMakes: 'zeebe-bridge and payment-events first, with the same ENGINE_NAME',
    });
    await kafka.ensureTopics(topicsMade(settings));
    const { isForgotten, followed } = await followForgotten(
      kafka,
      settings.INDEXER_FORGOTTEN_TOPIC,
    );
    const indexer = startIndexer(
      { kafka, elasticsearch, isForgotten, ...deps, metrics: createIndexerMetrics(metrics) },
      optionsOf(settings),
    );
    return {
      health: [
        { name: 'kafka', check: () => kafka.checkHealth() },
        { name: 'elasticsearch', check: () => elasticsearch.checkHealth() },
        { name: 'indexer', check: () => indexer.checkHealth() },
        { name: 'forgotten persons', check: () => followed.checkHealth() },
      ],
      close: async () => {
        await indexer.stop();
        await followed.stop();
      },
    };
  },
  checks: ({ environment, kafka, elasticsearch }) => [
    ...kafkaChecks(kafka, { own: topicsMade(environment), ofOthers: topicsOf(environment) }),
    elasticsearchCheck(elasticsearch),
  ],
});

function optionsOf(settings: IndexerSettings): IndexerOptions {
  return {
    records: settings.INDEXER_RECORDS
      ? {
          topic: engineRecordsTopicName(settings),
          prefix: recordsPrefixOf(settings),
          keptForMs: settings.INDEXER_RECORDS_RETENTION,
          diagrams: { engine: settings.ENGINE_NAME, index: settings.DIAGRAM_DOCUMENTS_INDEX },
        }
      : undefined,
    payments: {
      topic: settings.PAYMENT_EVENTS_TOPIC,
      alias: settings.PAYMENT_DOCUMENTS_ALIAS,
      keptForMs: settings.INDEXER_PAYMENTS_RETENTION,
    },
    messages: settings.INDEXER_MESSAGES
      ? {
          topic: settings.MESSAGE_JOURNAL_TOPIC,
          alias: settings.MESSAGE_DOCUMENTS_ALIAS,
          keptForMs: settings.INDEXER_PAYMENTS_RETENTION,
        }
      : undefined,
    acts: settings.INDEXER_ACTS
      ? {
          topic: settings.OPERATIONS_AUDIT_TOPIC,
          alias: settings.OPERATIONS_AUDIT_ALIAS,
          keptForMs: settings.OPERATIONS_AUDIT_RETENTION,
        }
      : undefined,
    setAsideTopic: settings.INDEXER_SET_ASIDE_TOPIC,
    indexSettings: indexSettings(settings),
  };
}

/** Those of the journal and of acts are made by whoever comes first, for one role may run without the others. */
function topicsMade(settings: IndexerSettings): TopicSettings[] {
  const messages = settings.INDEXER_MESSAGES ? [journalTopic(settings)] : [];
  return [setAsideTopic(settings), forgottenTopic(settings), ...messages];
}

function topicsOf(settings: IndexerSettings): string[] {
  const { records, payments } = optionsOf(settings);
  return [...(records === undefined ? [] : [records.topic]), payments.topic];
}
