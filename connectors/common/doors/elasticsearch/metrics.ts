import { Counter, Gauge, type Registry } from 'prom-client';
import type { OperationOutcome } from './elasticsearch-door';

export interface ElasticsearchMetrics {
  done(outcome: OperationOutcome['kind']): void;
  repeated(operations: number): void;
  inFlight(bytes: number): void;
}

export function createElasticsearchMetrics(registry: Registry): ElasticsearchMetrics {
  const registers = [registry];
  const done = new Counter({
    name: 'hub_elasticsearch_operations_total',
    help: 'Operations on documents by their outcome',
    labelNames: ['outcome'],
    registers,
  });
  const repeated = new Counter({
    name: 'hub_elasticsearch_repeated_total',
    help: 'Operations that Elasticsearch did not take and that were sent again',
    registers,
  });
  const inFlight = new Gauge({
    name: 'hub_elasticsearch_in_flight_bytes',
    help: 'Bytes of documents that have been sent and have no answer yet',
    registers,
  });
  return {
    done: (outcome) => done.inc({ outcome }),
    repeated: (operations) => repeated.inc(operations),
    inFlight: (bytes) => inFlight.set(bytes),
  };
}
