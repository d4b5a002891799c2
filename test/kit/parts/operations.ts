/** The operations' API on a real port, over Kafka and Elasticsearch in memory. */
import { systemClock, systemRandom } from '../../../connectors/common/clock';
import { readEnvironment } from '../../../connectors/common/config/environment';
import type { KnownMatters } from '../../../connectors/common/contracts/known-matters';
import {
  operationsActSchema,
  type OperationsAct,
} from '../../../connectors/common/contracts/operations-audit';
import { createAxiosTransport } from '../../../connectors/common/http/axios-transport';
import { operationsApi } from '../../../connectors/operations/api/api';
import { createOperationsApiApp } from '../../../connectors/operations/api/app';
import {
  operationsEnvironment,
  type OperationsEnvironment,
} from '../../../connectors/operations/api/settings';
import { BatchSender } from '../../../connectors/operations/incidents/batch-sender';
import { OperatorTopics } from '../../../connectors/operations/following/operator-topics';
import { topicsOfOperations } from '../../../connectors/operations/role';
import { MemoryElasticsearch } from '../memory-elasticsearch';
import { MemoryKafka, type MemoryDoor } from '../memory-kafka';
import { silentLog } from './channel';
import { serve, token, tokenEnvironment, type RunningApi } from './described-api';

export interface OperationsWorld {
  readonly api: RunningApi;
  readonly kafka: MemoryKafka;
  readonly door: MemoryDoor;
  readonly elasticsearch: MemoryElasticsearch;
  readonly matters: KnownMatters;
  /** One more process of the role, on the same Kafka, its clock ahead. */
  another(aheadMs?: number): Promise<RunningApi>;
  /** Resolves once the first process knows all that was written until now. */
  caughtUp(): Promise<void>;
  /** Of the audit, in order. */
  acts(): OperationsAct[];
  close(): Promise<void>;
}

/** A token of a person with these roles, `lion:viewer`. */
export function operationsToken(sub: string, ...roles: readonly string[]): Promise<string> {
  return token(sub, '', { payment_hub_roles: [...roles] });
}

export async function startOperationsWorld(
  settings: Readonly<Record<string, string>> = {},
): Promise<OperationsWorld> {
  const environment = readEnvironment(operationsEnvironment, {
    ...tokenEnvironment('OPERATIONS'),
    OPERATIONS_REQUESTS_PER_MINUTE_MAX: '1000000',
    ...settings,
  });
  const kafka = new MemoryKafka(() => systemClock.now());
  const elasticsearch = new MemoryElasticsearch();
  const first = await startProcess(environment, kafka, elasticsearch);
  const { api, door, topics } = first;
  return {
    ...{ api, kafka, door, elasticsearch, matters: topics.matters },
    caughtUp: () => topics.caughtUp(),
    another: async (aheadMs) =>
      (await startProcess(environment, kafka, elasticsearch, aheadMs)).api,
    acts: () =>
      kafka
        .partitions(environment.OPERATIONS_AUDIT_TOPIC)
        .flat()
        .map(({ value }) => operationsActSchema.parse(JSON.parse(value ?? ''))),
    close: () => api.close(),
  };
}

async function startProcess(
  environment: OperationsEnvironment,
  kafka: MemoryKafka,
  elasticsearch: MemoryElasticsearch,
  aheadMs = 0,
) {
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
  const http = createAxiosTransport();
  const deps = { clock, random: systemRandom, http, log: silentLog };
  const door = kafka.door();
  await door.ensureTopics(topicsOfOperations(environment));
  const topics = new OperatorTopics({ kafka: door, clock, environment });
  await topics.start();
  const sender = new BatchSender({
    ...{ topics, clock, log: silentLog },
    decisionsTopic: environment.OPERATOR_DECISIONS_TOPIC,
  });
  sender.start();
  const publisher = door.openPublisher();
  const app = createOperationsApiApp(
    {
      environment,
      deps,
      kafka: door,
      elasticsearch: elasticsearch.door(deps),
      topics,
      sender,
    },
    publisher,
  );
  const api = await serve(operationsApi, app, async () => {
    await sender.stop();
    await topics.stop();
    await publisher.close();
    http.close();
  });
  return { api, door, topics };
}
