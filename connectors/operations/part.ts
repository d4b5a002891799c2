import { systemRandom } from '../common/clock';
import { readEnvironment } from '../common/config/environment';
import { decisionTopicsEnvironment } from '../common/contracts/decision-topics';
import { paymentDocumentsSettings } from '../common/contracts/payment-documents';
import { reconciliationsEnvironment } from '../common/contracts/reconciliations';
import { elasticsearchEnvironment } from '../common/doors/elasticsearch/environment';
import { openElasticsearch } from '../common/doors/elasticsearch/open-elasticsearch';
import { kafkaEnvironment } from '../common/doors/kafka/environment';
import { openKafka } from '../common/doors/kafka/open-kafka';
import { definePart } from '../common/hub/part';
import { createLogger } from '../common/observability/logging';
import { Registry } from 'prom-client';
import { decideCommand } from './commands/decide';
import { waitingCommand } from './commands/waiting';
import { onCallCommand } from './on-call/command';
import { openMailer } from './on-call/mail';
import { onCallRole } from './on-call/role';
import { onCallEnvironment, onCallSection } from './on-call/settings';
import { reconcileCommand } from './reconciliation/command';
import { operationsRole } from './role';

export const part = definePart({
  roles: [operationsRole, onCallRole],
  commands: ({ terminal, clock, http, tenants }) => {
    // What a person reads is on the terminal; a client's own lines would stand among it.
    const log = createLogger('silent');
    const depsOfClient = () => ({ clock, random: systemRandom, log, metrics: new Registry() });
    const connect = () => {
      const settings = readEnvironment(kafkaEnvironment);
      const topics = readEnvironment(decisionTopicsEnvironment);
      const kafka = openKafka(settings, depsOfClient());
      return { kafka, topics, brokers: settings.KAFKA_BROKERS.join() };
    };
    const search = () => ({
      elasticsearch: openElasticsearch(readEnvironment(elasticsearchEnvironment), depsOfClient()),
      alias: readEnvironment(paymentDocumentsSettings).PAYMENT_DOCUMENTS_ALIAS,
    });
    const reconciliations = () => ({
      kafka: openKafka(readEnvironment(kafkaEnvironment), depsOfClient()),
      topic: readEnvironment(reconciliationsEnvironment).RECONCILIATIONS_TOPIC,
    });
    const callers = () => {
      const settings = readEnvironment(onCallEnvironment);
      const { ON_CALL_TIMEOUT_MS: timeoutMs } = settings;
      const sendMail = openMailer(settings, timeoutMs, depsOfClient())?.send;
      return { tenants: tenants({ name: 'onCall', schema: onCallSection }), sendMail, timeoutMs };
    };
    const deps = { clock, random: systemRandom, connect };
    return [
      waitingCommand(terminal, deps),
      decideCommand(terminal, deps),
      reconcileCommand(terminal, { clock, connect: search, connectKafka: reconciliations }),
      onCallCommand(terminal, { clock, http, open: callers }),
    ];
  },
});
