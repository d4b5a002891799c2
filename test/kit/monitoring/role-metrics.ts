/** The metrics that each role registers when it starts, from the role itself: with Kafka and Elasticsearch in memory. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { stringify } from 'yaml';
import { systemClock } from '../../../connectors/common/clock';
import { findParts } from '../../../connectors/common/hub/find-parts';
import { readConfiguration } from '../../../connectors/common/hub/read-configuration';
import type { Role } from '../../../connectors/common/hub/role';
import { contextOf, openSurroundings } from '../../../connectors/common/hub/surroundings';
import { showChecks } from '../../../connectors/common/http/check-metrics';
import { requestMetrics } from '../../../connectors/common/http/request-metrics';
import { openTracing } from '../../../connectors/common/observability/open-tracing';
import { createAuthority, TlsFolder } from '../certificates';
import { recordsTopic } from '../engine-records/events';
import { MemoryElasticsearch } from '../memory-elasticsearch';
import { MemoryKafka } from '../memory-kafka';
import { silentLog } from '../mojaloop';
import { fineractUser } from '../stack/dfsps';
import { writeTenantFiles } from '../stack/tenant-files';
import { createTokenIssuer } from '../stack/tokens';

/** Labels by the metric's name. */
export type KnownMetrics = ReadonlyMap<string, ReadonlySet<string>>;

export function allRoles(): readonly Role[] {
  return findParts().flatMap(({ roles }) => roles);
}

/** Changes the environment of this process: for a test file of its own. */
export async function metricsOf(role: Role, folder: string): Promise<KnownMetrics> {
  Object.assign(process.env, environmentIn(folder), await enginesIn(folder));
  const metrics = new Registry();
  const configuration = readConfiguration([role], allRoles());
  collectDefaultMetrics({ register: metrics });
  configuration.tenantFiles?.tell(silentLog, metrics);
  const deps = { clock: systemClock, log: silentLog, metrics };
  const tracing = openTracing(configuration.tracing, deps);
  const surroundings = openSurroundings(configuration, silentLog, metrics, 'work', tracing);
  showChecks(metrics, [], systemClock);
  const [settled] = configuration.roles;
  if (settled === undefined) throw new Error(`${role.name} has no settings`);
  const running = await role.start({
    ...contextOf(settled, surroundings),
    ...('kafka' in role.needs && { kafka: await kafkaWithTopics() }),
    ...('elasticsearch' in role.needs && { elasticsearch: elasticsearchInMemory() }),
  });
  for (const { name } of running.servers ?? []) requestMetrics(metrics, name);
  const known = knownOf(metrics);
  await running.close?.();
  await surroundings.door?.drain(0);
  await surroundings.close();
  return known;
}

const elasticsearchInMemory = () =>
  new MemoryElasticsearch().door({ clock: systemClock, log: silentLog });

/** As the roles before it in the audit trail have made them. */
async function kafkaWithTopics() {
  const kafka = new MemoryKafka();
  kafka.addTopic(recordsTopic, 1);
  kafka.addTopic('payment-hub.payment-events', 1);
  return Promise.resolve(kafka.door());
}

/** prom-client knows the labels of a metric before there is a sample, and does not say so in its types. */
function knownOf(metrics: Registry): KnownMetrics {
  const registered = metrics.getMetricsAsArray() as unknown as readonly {
    readonly name: string;
    readonly type: string;
    readonly labelNames?: readonly string[];
    readonly metrics?: readonly { readonly name: string }[];
  }[];
  return new Map(
    registered.flatMap(({ name, type, labelNames = [] }) => {
      const series = type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
      return series.map((suffix) => {
        const labels = suffix === '_bucket' ? [...labelNames, 'le'] : labelNames;
        return [`${name}${suffix}`, new Set(labels)] as const;
      });
    }),
  );
}

/** There is another engine. */
async function enginesIn(folder: string): Promise<Readonly<Record<string, string>>> {
  const authority = await createAuthority('engines');
  const pair = await authority.issue();
  const tls = new TlsFolder({ pair, authority }, join(folder, 'engines-tls'));
  const path = join(folder, 'engines.yaml');
  const engines = ['main', 'other'].map((name, number) => ({
    ...{ name, number, address: 'https://127.0.0.1:1', channel: 'https://127.0.0.1:2' },
  }));
  writeFileSync(path, stringify({ engines }));
  return { ENGINES_PATH: path, ENGINES_TLS_DIRECTORY: tls.path };
}

/** All that any role must be told. */
function environmentIn(folder: string): Readonly<Record<string, string>> {
  const directory = (name: string): string => {
    mkdirSync(join(folder, name), { recursive: true });
    return join(folder, name);
  };
  const tokens = createTokenIssuer('https://identity.example');
  const nobody = 'http://127.0.0.1:1';
  const tenants = directory('tenants');
  writeTenantFiles(tenants, [
    {
      ...{ name: 'lion', currency: 'TZS', tokens, switch: nobody },
      fineract: { baseUrl: nobody, fineractTenantId: 'lion', ...fineractUser },
    },
  ]);
  const { privateKey } = generateKeyPairSync('ed25519');
  const apis = ['OBLIGATIONS', 'FEE_RULES_ADMINISTRATION', 'OPERATIONS'].flatMap((api) => [
    [`${api}_TOKEN_ISSUER`, 'https://identity.example'],
    [`${api}_TOKEN_AUDIENCE`, 'hub'],
    [`${api}_TOKEN_PUBLIC_KEY`, tokens.publicKeyPem],
  ]);
  return {
    ...(Object.fromEntries(apis) as Record<string, string>),
    LOG_LEVEL: 'silent',
    KAFKA_BROKERS: '127.0.0.1:1',
    ELASTICSEARCH_URLS: nobody,
    OTEL_EXPORTER_OTLP_ENDPOINT: nobody,
    ZEEBE_ADDRESS: '127.0.0.1:1',
    HUB_TENANTS_DIRECTORY: tenants,
    FEE_RULES_DIRECTORY: directory('fee-rules'),
    FEE_ENTRIES_DIRECTORY: directory('fee-entries'),
    MESSAGE_JOURNAL_SPOOL_DIRECTORY: directory('spool'),
    AUDIT_LOG_DIRECTORY: directory('audit-log'),
    AUDIT_LOG_ORIGIN: 'hub.example/audit',
    AUDIT_LOG_SIGNING_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    CHANNEL_PAST_PAYMENTS: 'true',
    DECISION_RELAY_KAFKA: 'true',
    DECISION_RELAY_INCIDENTS_PORT: '0',
    DECISION_RELAY_INCIDENTS_FILE: join(folder, 'incidents.json'),
    ENGINE_NAME: 'main',
    ENGINE_PARTITIONS: '1',
  };
}
