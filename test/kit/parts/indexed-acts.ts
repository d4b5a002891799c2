/** What people ask of the operations' API goes to Elasticsearch, by the indexer's own code. */
import { Registry } from 'prom-client';
import { systemClock } from '../../../connectors/common/clock';
import { operationsAuditSettings } from '../../../connectors/common/contracts/operations-audit';
import { startIndexer, type Indexer } from '../../../connectors/exporters/indexer/indexer';
import { createIndexerMetrics } from '../../../connectors/exporters/indexer/metrics';
import type { MemoryElasticsearch } from '../memory-elasticsearch';
import type { MemoryDoor, MemoryKafka } from '../memory-kafka';
import { silentLog } from '../mojaloop';

export interface IndexedActsParts {
  readonly kafka: MemoryKafka;
  readonly door: MemoryDoor;
  readonly elasticsearch: MemoryElasticsearch;
}

export function indexActs({ kafka, door, elasticsearch }: IndexedActsParts): Indexer {
  kafka.addTopic('payments', 1);
  kafka.addTopic('set-aside', 1);
  const { OPERATIONS_AUDIT_TOPIC: topic } = operationsAuditSettings.parse({});
  const keptForMs = 3_650 * 86_400_000;
  const deps = { clock: systemClock, log: silentLog };
  return startIndexer(
    {
      ...{ ...deps, kafka: door, elasticsearch: elasticsearch.door(deps) },
      metrics: createIndexerMetrics(new Registry()),
      isForgotten: () => false,
    },
    {
      records: undefined,
      payments: { topic: 'payments', alias: 'payments', keptForMs },
      messages: undefined,
      acts: { topic, alias: 'payment-hub-operations-audit', keptForMs },
      ...{ setAsideTopic: 'set-aside', indexSettings: {} },
    },
  );
}
