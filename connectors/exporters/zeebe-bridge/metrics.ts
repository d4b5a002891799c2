import { Counter, Gauge, type Registry } from 'prom-client';
import { countedFromZero } from '../../common/observability/counted-from-zero';
import type { EpochMs } from '../../common/runtime';
import { refusalKinds, type RefusalReason } from './refusal';

export interface Acknowledged {
  readonly partitionId: number;
  readonly records: number;
  readonly bytes: number;
  readonly nowMs: EpochMs;
  /** When the engine wrote the last of them; undefined when its document does not say. */
  readonly writtenMs: EpochMs | undefined;
}

export interface BridgeMetrics {
  acknowledged(what: Acknowledged): void;
  refused(reason: RefusalReason): void;
}

/** The label `partition` is the engine's own, of which there are as many as the topic has. */
export function createBridgeMetrics(registry: Registry): BridgeMetrics {
  const common = { labelNames: ['partition'], registers: [registry] };
  const records = new Counter({
    ...common,
    name: 'hub_engine_records_total',
    help: 'Records of the engine that Kafka has acknowledged, repetitions included',
  });
  const bytes = new Counter({
    ...common,
    name: 'hub_engine_record_bytes_total',
    help: 'Bytes of their documents',
  });
  const acknowledgedAt = new Gauge({
    ...common,
    name: 'hub_engine_records_acknowledged_timestamp_seconds',
    help: 'When Kafka last acknowledged records of this partition, in seconds since 1970',
  });
  const lag = new Gauge({
    ...common,
    name: 'hub_engine_records_lag_seconds',
    help: 'How old, by its own timestamp, the last record was when Kafka acknowledged it',
  });
  const refused = new Counter({
    name: 'hub_engine_bulks_refused_total',
    help: 'Bulks and other calls that were not answered with success: the exporter repeats them',
    labelNames: ['reason'],
    registers: [registry],
  });
  countedFromZero(refused, 'reason', Object.keys(refusalKinds));
  return {
    acknowledged: ({ partitionId, nowMs, writtenMs, ...counted }) => {
      const partition = String(partitionId);
      records.inc({ partition }, counted.records);
      bytes.inc({ partition }, counted.bytes);
      acknowledgedAt.set({ partition }, nowMs / 1_000);
      if (writtenMs !== undefined) lag.set({ partition }, (nowMs - writtenMs) / 1_000);
    },
    refused: (reason) => refused.inc({ reason }),
  };
}
