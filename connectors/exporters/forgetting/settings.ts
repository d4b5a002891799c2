import { z } from 'zod';
import {
  engineRecordsSettings,
  engineRecordsTopicName,
  engineRecordsTopicSettings,
} from '../../common/contracts/engine-records-topic';
import { journalTopicSettings } from '../../common/contracts/message-journal';
import { paymentDocumentsSettings } from '../../common/contracts/payment-documents';
import { personTokensSettings } from '../../common/contracts/person-tokens';
import type { ElasticsearchDoor } from '../../common/doors/elasticsearch/elasticsearch-door';
import type { KafkaDoor } from '../../common/doors/kafka/kafka-door';
import type { Clock } from '../../common/runtime';
import { CannotRun } from '../../common/terminal';
import { LogFiles } from '../audit-log/log-files';
import { signedBefore } from '../audit-log/partition-log';
import { auditCommandEnvironment, folderOf } from '../audit-log/settings';
import { forgottenTopic } from '../indexer/forgotten';
import { groupOfIndexer } from '../../common/contracts/payment-documents';
import { indexerEnvironment, recordsPrefixOf } from '../indexer/settings';
import { groupOfPaymentEvents } from '../payment-events/stream';
import type { ForgettingSource } from './command';

export const forgettingEnvironment = z.object({
  ...engineRecordsSettings.shape,
  ...engineRecordsTopicSettings.pick({ ENGINE_RECORDS_RETENTION: true }).shape,
  ...journalTopicSettings.pick({ MESSAGE_JOURNAL_TOPIC: true }).shape,
  ...paymentDocumentsSettings.shape,
  ...personTokensSettings.shape,
  ...indexerEnvironment.pick({
    INDEXER_RECORDS_PREFIX: true,
    INDEXER_FORGOTTEN_TOPIC: true,
    INDEXER_SET_ASIDE_REPLICATION: true,
  }).shape,
  AUDIT_LOG_DIRECTORY: auditCommandEnvironment.shape.AUDIT_LOG_DIRECTORY.optional(),
});

export function forgettingSource(
  settings: z.output<typeof forgettingEnvironment>,
  doors: {
    readonly kafka: KafkaDoor;
    readonly elasticsearch: ElasticsearchDoor;
    readonly clock: Clock;
  },
): ForgettingSource {
  const { ENGINE_NAME, AUDIT_LOG_DIRECTORY } = settings;
  return {
    ...doors,
    places: {
      payments: settings.PAYMENT_DOCUMENTS_ALIAS,
      journalTopic: settings.MESSAGE_JOURNAL_TOPIC,
      forgottenTopic: forgottenTopic(settings),
      recordsTopic: engineRecordsTopicName(settings),
      readersOfRecords: [
        groupOfPaymentEvents(ENGINE_NAME),
        groupOfIndexer(recordsPrefixOf(settings)),
      ],
    },
    secret: settings.PAYMENT_EVENTS_PERSON_SECRET,
    recordsKeptMs: settings.ENGINE_RECORDS_RETENTION,
    loggedBefore: (partition) => {
      if (AUDIT_LOG_DIRECTORY === undefined) {
        throw new CannotRun(
          'set AUDIT_LOG_DIRECTORY, so that it can be seen what is logged; or say --no-audit-log where none is kept',
        );
      }
      const folder = folderOf({ ENGINE_NAME, AUDIT_LOG_DIRECTORY }, partition + 1);
      return signedBefore(new LogFiles(folder));
    },
  };
}
