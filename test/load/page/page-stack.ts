/** The operators' page as it is served, on a real Kafka and a real Elasticsearch, with the issuer of `make up`. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../../connectors/common/clock';
import { connectElasticsearch } from '../../../connectors/common/doors/elasticsearch/connect-elasticsearch';
import type { ElasticsearchDoor } from '../../../connectors/common/doors/elasticsearch/elasticsearch-door';
import { elasticsearchEnvironment } from '../../../connectors/common/doors/elasticsearch/environment';
import { kafkaEnvironment } from '../../../connectors/common/doors/kafka/environment';
import type { KafkaDoor } from '../../../connectors/common/doors/kafka/kafka-door';
import { openKafka } from '../../../connectors/common/doors/kafka/open-kafka';
import { personSecret } from '../../kit/engine-records/events';
import { silentLog } from '../../kit/mojaloop';
import { startElasticsearch } from '../../kit/stack/elasticsearch';
import { writeFeeRules } from '../../kit/stack/fee-rules';
import { startHubProcess, type HubCode, type HubProcess } from '../../kit/stack/hub';
import { startKafka } from '../../kit/stack/kafka';
import { choosePorts, type StackPorts } from '../../kit/stack/layout';
import { allStarted, startOrNothing, type Stop } from '../../kit/stack/or-nothing';
import {
  feesProcess,
  issuerAddress,
  pageOrigin,
  startIssuerProcess,
  withPage,
} from '../../kit/stack/page-half';
import { audience, createTokenIssuer } from '../../kit/stack/tokens';
import type { Say } from '../../kit/stack/toolbox/distribution';

export interface PageStackOptions {
  /** Gets logs, and data that is kept. */
  readonly folder: string;
  readonly code: HubCode;
  readonly heapMb?: number;
  /** Elasticsearch's data stays in the folder. */
  readonly keeps?: boolean;
  readonly say: Say;
}

export interface PageStack {
  /** Of the page: `http://127.0.0.1:5007` */
  readonly url: string;
  readonly role: HubProcess;
  readonly kafka: KafkaDoor;
  readonly elasticsearch: ElasticsearchDoor;
  stop(): Promise<void>;
}

/** Starts all of it, or nothing. */
export function startPageStack(options: PageStackOptions): Promise<PageStack> {
  return startOrNothing((stops) => startParts(options, stops));
}

async function startParts(
  { folder, code, heapMb, keeps = false, say }: PageStackOptions,
  stops: Stop[],
): Promise<Omit<PageStack, 'stop'>> {
  mkdirSync(folder, { recursive: true });
  const ports = await choosePorts('free');
  const operators = createTokenIssuer(issuerAddress(ports));
  const starting = [
    startElasticsearch({
      ...{ logFile: join(folder, 'elasticsearch.log'), say },
      ...(heapMb !== undefined && { heapMb }),
      ...(keeps && { dataDirectory: join(folder, 'elasticsearch') }),
    }),
    startKafka({ logFile: join(folder, 'kafka.log'), say }),
    startIssuerProcess(folder, ports, operators),
  ] as const;
  await allStarted(stops, starting);
  const [elasticsearch, kafka] = await Promise.all(starting);
  const stores = { ELASTICSEARCH_URLS: elasticsearch.address, KAFKA_BROKERS: kafka.brokers };
  const settings = operationsProcess(ports, stores, operators.issuer);
  const { brokers } = kafka;
  writeFeeRules(folder);
  const tenantsDirectory = join(folder, 'no-tenants');
  mkdirSync(tenantsDirectory, { recursive: true });
  const hub = { code, runDirectory: folder, tenantsDirectory, zeebeAddress: '127.0.0.1:1' };
  const roles = [
    startHubProcess(hub, withPage(settings, ports, operators)),
    startHubProcess(hub, feesProcess(folder, ports, { brokers }, operators)),
  ] as const;
  await allStarted(stops, roles);
  const role = await roles[0];
  const doors = openDoors(stores);
  stops.push(doors.close);
  return { url: pageOrigin(ports), role, kafka: doors.kafka, elasticsearch: doors.elasticsearch };
}

function operationsProcess(
  ports: StackPorts,
  stores: Readonly<Record<string, string>>,
  issuer: string,
) {
  return {
    ...{ name: 'operations', roles: ['operations'], managementPort: ports.auditManagement },
    environment: {
      ...stores,
      OPERATIONS_PORT: String(ports.operations),
      OPERATIONS_TOKEN_ISSUER: issuer,
      OPERATIONS_TOKEN_AUDIENCE: audience,
      // One browser asks here as often as many people do.
      OPERATIONS_REQUESTS_PER_MINUTE_MAX: '1000000',
      PAYMENT_EVENTS_PERSON_SECRET: personSecret,
    },
  };
}

function openDoors(stores: Readonly<Record<string, string>>) {
  const deps = { clock: systemClock, random: systemRandom, log: silentLog };
  const metrics = new Registry();
  const elasticsearch = connectElasticsearch(elasticsearchEnvironment.parse(stores), {
    ...{ ...deps, metrics },
  });
  const kafka = openKafka(kafkaEnvironment.parse(stores), { ...deps, metrics });
  return {
    ...{ elasticsearch, kafka },
    close: async () => {
      await kafka.close();
      await elasticsearch.close();
    },
  };
}
