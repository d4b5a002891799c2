import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { countedFromZero } from '../../common/observability/counted-from-zero';
import type { EpochMs } from '../../common/runtime';

const documentKinds = ['records', 'payments', 'messages', 'acts'] as const;
export type Documents = (typeof documentKinds)[number];

export interface IndexerMetrics {
  /** A batch that Elasticsearch has taken. */
  indexed(what: Documents, batch: { count: number; tookMs: number; ageMs: number }): void;
  setAside(reason: string): void;
  /** Past which a batch is too late to be told apart from an outage. */
  failed(what: Documents): void;
}

export function ageOf(newestMs: EpochMs | undefined, nowMs: EpochMs): number {
  return newestMs === undefined ? 0 : Math.max(0, nowMs - newestMs);
}

/** Labels are our own words: reasons are those of this role and types of errors of Elasticsearch. */
export function createIndexerMetrics(registry: Registry): IndexerMetrics {
  const registers = [registry];
  const labelNames = ['documents'];
  const documents = new Counter({
    name: 'hub_indexer_documents_total',
    help: 'Documents that Elasticsearch has taken, repetitions included',
    ...{ labelNames, registers },
  });
  const bulk = new Histogram({
    name: 'hub_indexer_batch_seconds',
    help: 'How long a batch of Kafka took until Elasticsearch had all of it',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    ...{ labelNames, registers },
  });
  const age = new Gauge({
    name: 'hub_indexer_age_seconds',
    help: 'How long the last record of the last batch had stood in Kafka when Elasticsearch had it',
    ...{ labelNames, registers },
  });
  const failed = new Counter({
    name: 'hub_indexer_failures_total',
    help: 'Batches that failed and come again',
    ...{ labelNames, registers },
  });
  const setAside = new Counter({
    name: 'hub_indexer_set_aside_total',
    help: 'Records that could not be indexed and whose places were set aside, by reason',
    labelNames: ['reason'],
    registers,
  });
  countedFromZero(failed, 'documents', documentKinds);
  return {
    indexed: (what, { count, tookMs, ageMs }) => {
      documents.inc({ documents: what }, count);
      bulk.observe({ documents: what }, tookMs / 1_000);
      age.set({ documents: what }, ageMs / 1_000);
    },
    setAside: (reason) => setAside.inc({ reason }),
    failed: (what) => failed.inc({ documents: what }),
  };
}
