/** The operations' API on a real port, over Kafka and Elasticsearch in memory. */
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../../connectors/common/clock';
import { readEnvironment } from '../../../connectors/common/config/environment';
import type { KnownMatters } from '../../../connectors/common/contracts/known-matters';
import type { OperationsAct } from '../../../connectors/common/contracts/operations-audit';
import { createAxiosTransport } from '../../../connectors/common/http/axios-transport';
import { operationsApi } from '../../../connectors/operations/api/api';
import {
  operationsEnvironment,
  type OperationsEnvironment,
} from '../../../connectors/operations/api/settings';
import { openOperations } from '../../../connectors/operations/open-operations';
import { MemoryElasticsearch } from '../memory-elasticsearch';
import { MemoryKafka, type MemoryDoor } from '../memory-kafka';
import { actsIn } from './acts-in';
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

/** @param around what another process of the role has already, and is to share with this one */
export async function startOperationsWorld(
  settings: Readonly<Record<string, string>> = {},
  around: Partial<Pick<OperationsWorld, 'kafka' | 'elasticsearch'>> = {},
): Promise<OperationsWorld> {
  const environment = readEnvironment(operationsEnvironment, {
    ...tokenEnvironment('OPERATIONS'),
    OPERATIONS_REQUESTS_PER_MINUTE_MAX: '1000000',
    ...settings,
  });
  const kafka = around.kafka ?? new MemoryKafka(() => systemClock.now());
  const elasticsearch = around.elasticsearch ?? new MemoryElasticsearch();
  const first = await startProcess(environment, kafka, elasticsearch);
  const { api, door, topics } = first;
  return {
    ...{ api, kafka, door, elasticsearch, matters: topics.matters },
    caughtUp: () => topics.caughtUp(),
    another: async (aheadMs) =>
      (await startProcess(environment, kafka, elasticsearch, aheadMs)).api,
    acts: () => actsIn(kafka, environment),
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
  const operations = await openOperations({
    ...{ environment, deps, kafka: door, metrics: new Registry() },
    elasticsearch: elasticsearch.door(deps),
  });
  const api = await serve(operationsApi, operations.app, async () => {
    await operations.close();
    http.close();
  });
  return { api, door, topics: operations.topics };
}
