import { Registry } from 'prom-client';
import { z } from 'zod';
import { systemRandom } from '../common/clock';
import { readEnvironment } from '../common/config/environment';
import { messageDocumentsSettings } from '../common/contracts/message-documents';
import { paymentDocumentsSettings } from '../common/contracts/payment-documents';
import { personTokensSettings } from '../common/contracts/person-tokens';
import { kafkaEnvironment } from '../common/doors/kafka/environment';
import { openKafka } from '../common/doors/kafka/open-kafka';
import { elasticsearchEnvironment } from '../common/doors/elasticsearch/environment';
import { openElasticsearch } from '../common/doors/elasticsearch/open-elasticsearch';
import { definePart } from '../common/hub/part';
import { createLogger } from '../common/observability/logging';
import { auditCommand } from './audit-log/command';
import { auditLogRole } from './audit-log/role';
import { auditCommandEnvironment, auditLogEnvironment, signerOf } from './audit-log/settings';
import { forgetCommand } from './forgetting/command';
import { forgettingEnvironment, forgettingSource } from './forgetting/settings';
import { findCommand, showCommand } from './indexer/find-command';
import { messageCommand } from './indexer/message-command';
import { indexerRole } from './indexer/role';
import { paymentEventsRole } from './payment-events/role';
import { zeebeBridgeCommand } from './zeebe-bridge/command';
import { zeebeBridgeRole } from './zeebe-bridge/role';

const searchEnvironment = z.object({
  ...paymentDocumentsSettings.shape,
  ...messageDocumentsSettings.shape,
  ...personTokensSettings.shape,
});

export const part = definePart({
  roles: [zeebeBridgeRole, paymentEventsRole, indexerRole, auditLogRole],
  commands: ({ terminal, clock }) => {
    // What a person reads is on the terminal; a client's own lines would stand among it.
    const log = createLogger('silent');
    const depsOfClient = () => ({ clock, random: systemRandom, log, metrics: new Registry() });
    const connect = () => ({
      settings: readEnvironment(auditCommandEnvironment),
      kafka: openKafka(readEnvironment(kafkaEnvironment), depsOfClient()),
    });
    const signers = (partitions: number) => {
      const settings = readEnvironment(auditLogEnvironment);
      return Array.from({ length: partitions }, (_, at) => signerOf(settings, at + 1));
    };
    const search = () => {
      const settings = readEnvironment(searchEnvironment);
      return {
        elasticsearch: openElasticsearch(readEnvironment(elasticsearchEnvironment), depsOfClient()),
        alias: settings.PAYMENT_DOCUMENTS_ALIAS,
        messagesAlias: settings.MESSAGE_DOCUMENTS_ALIAS,
        secret: settings.PAYMENT_EVENTS_PERSON_SECRET,
      };
    };
    const audit = auditCommand(terminal, { connect, signers });
    audit.addCommand(findCommand(terminal, search)).addCommand(showCommand(terminal, search));
    const kafka = () => openKafka(readEnvironment(kafkaEnvironment), depsOfClient());
    audit.addCommand(messageCommand(terminal, () => ({ ...search(), kafka: kafka() })));
    const forgetting = () =>
      forgettingSource(readEnvironment(forgettingEnvironment), {
        clock,
        kafka: kafka(),
        elasticsearch: openElasticsearch(readEnvironment(elasticsearchEnvironment), depsOfClient()),
      });
    audit.addCommand(forgetCommand(terminal, forgetting));
    return [zeebeBridgeCommand(terminal), audit];
  },
});
