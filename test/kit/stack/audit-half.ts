/** What makes a payment to be found after it has ended: Kafka, Elasticsearch, and the roles between. */
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exporterSettings } from '../../../connectors/exporters/zeebe-bridge/broker-exporter';
import { startElasticsearch } from './elasticsearch';
import type { HubProcessSettings } from './hub';
import { startKafka } from './kafka';
import type { StackPorts } from './layout';
import type { RestartableProcess } from './processes';
import { audience, type TokenIssuer } from './tokens';
import type { Say } from './toolbox/distribution';

export interface AuditStores {
  readonly brokers: string;
  readonly elasticsearchAddress: string;
  /** To be killed and started again. */
  readonly processes: {
    readonly kafka: RestartableProcess;
    readonly elasticsearch: RestartableProcess;
  };
  stop(): Promise<void>;
}

/** Of a stack for people to look at, where no person is real. */
const personSecret = 'a secret of a stack for people to look at';

export const brokerSettings = (ports: StackPorts) =>
  exporterSettings(`http://127.0.0.1:${ports.bridge}`);

export async function startAuditStores(
  runDirectory: string,
  ports: StackPorts,
  say: Say,
): Promise<AuditStores> {
  const starting = [
    startKafka({
      ports: { broker: ports.kafka, controller: ports.kafkaController },
      dataDirectory: join(runDirectory, 'kafka'),
      logFile: join(runDirectory, 'kafka.log'),
      say,
    }),
    startElasticsearch({
      ports: { http: ports.elasticsearch, transport: ports.elasticsearchTransport },
      dataDirectory: join(runDirectory, 'elasticsearch'),
      logFile: join(runDirectory, 'elasticsearch.log'),
      say,
    }),
  ] as const;
  const settled = await Promise.allSettled(starting);
  const stop = async (): Promise<void> => {
    await Promise.all(
      settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value.stop()] : [])),
    );
  };
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  const [kafka, elasticsearch] = await Promise.all(starting);
  const processes = { kafka, elasticsearch };
  return { brokers: kafka.brokers, elasticsearchAddress: elasticsearch.address, processes, stop };
}

const signingKeyFile = (runDirectory: string): string => join(runDirectory, 'audit-log.pem');

/** For the commands that find, tell and prove payments. */
export function auditEnvironment(
  runDirectory: string,
  { brokers, elasticsearchAddress }: AuditStores,
): Readonly<Record<string, string>> {
  return {
    KAFKA_BROKERS: brokers,
    ELASTICSEARCH_URLS: elasticsearchAddress,
    PAYMENT_EVENTS_PERSON_SECRET: personSecret,
    AUDIT_LOG_DIRECTORY: join(runDirectory, 'audit-log'),
    AUDIT_LOG_ORIGIN: 'hub.example/audit',
    AUDIT_LOG_SIGNING_KEY_FILE: signingKeyFile(runDirectory),
  };
}

/** Of the role channel: it hears of payments that the engine has forgotten. */
export function pastPayments({ elasticsearchAddress }: AuditStores) {
  return {
    CHANNEL_PAST_PAYMENTS: 'true',
    ELASTICSEARCH_URLS: elasticsearchAddress,
    PAYMENT_EVENTS_PERSON_SECRET: personSecret,
  };
}

/** Of the role decision-relay: what waits for a person is told on Kafka, and what is decided is taken from there. */
export function decisionsOverKafka({ brokers }: AuditStores) {
  return { KAFKA_BROKERS: brokers, DECISION_RELAY_KAFKA: 'true' };
}

/** Of the roles that pay: what they say and hear is written to Kafka. */
export function messageJournal({ brokers }: AuditStores) {
  return { KAFKA_BROKERS: brokers };
}

/** In one process: each of them finds the topics that the one before it has made. */
export function auditProcess(
  runDirectory: string,
  ports: StackPorts,
  stores: AuditStores,
  operators: TokenIssuer,
): HubProcessSettings {
  const { privateKey } = generateKeyPairSync('ed25519');
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
  writeFileSync(signingKeyFile(runDirectory), key, { mode: 0o600 });
  return {
    name: 'audit',
    roles: ['zeebe-bridge', 'payment-events', 'indexer', 'audit-log', 'operations'],
    managementPort: ports.auditManagement,
    environment: {
      ...auditEnvironment(runDirectory, stores),
      OPERATIONS_PORT: String(ports.operations),
      OPERATIONS_TOKEN_ISSUER: operators.issuer,
      OPERATIONS_TOKEN_AUDIENCE: audience,
      OPERATIONS_TOKEN_PUBLIC_KEY: operators.publicKeyPem,
      ENGINE_PARTITIONS: '1',
      ZEEBE_BRIDGE_PORT: String(ports.bridge),
      INDEXER_REPLICAS: '0',
      AUDIT_LOG_CHECKPOINT_EVERY: 'PT1S',
    },
  };
}
