import { Counter, Gauge, type Registry } from 'prom-client';

export interface Assignment {
  readonly topic: string;
  readonly partitions: readonly number[];
}

export interface KafkaMetrics {
  read(topic: string, count: number): void;
  written(topic: string, count: number): void;
  /** Records of the partition that are still to be read. */
  lag(topic: string, partition: number, records: number): void;
  /** Other partitions of these topics are no longer ours to read. */
  assigned(topics: readonly string[], assigned: readonly Assignment[]): void;
  failed(topic: string): void;
}

/** Labels are our own topics and their partitions: a fixed number of series. */
export function createKafkaMetrics(registry: Registry): KafkaMetrics {
  const registers = [registry];
  const records = new Counter({
    name: 'hub_kafka_records_total',
    help: 'Records by topic, read or written; written ones once they are committed',
    labelNames: ['topic', 'way'],
    registers,
  });
  const lag = new Gauge({
    name: 'hub_kafka_lag_records',
    help: 'Records that stand in a partition and are still to be read, as of the last fetch',
    labelNames: ['topic', 'partition'],
    registers,
  });
  const known = new Map<string, { topic: string; partition: number }>();
  const failures = new Counter({
    name: 'hub_kafka_failures_total',
    help: 'Batches that failed: of those read, begun again; of those written, told to the caller',
    labelNames: ['topic'],
    registers,
  });
  return {
    read: (topic, count) => records.inc({ topic, way: 'read' }, count),
    written: (topic, count) => records.inc({ topic, way: 'written' }, count),
    lag: (topic, partition, count) => {
      known.set(`${topic}/${partition}`, { topic, partition });
      lag.set({ topic, partition }, count);
    },
    assigned: (topics, assigned) => {
      for (const [key, { topic, partition }] of known) {
        const isOurs = assigned.some(
          (one) => one.topic === topic && one.partitions.includes(partition),
        );
        if (isOurs || !topics.includes(topic)) continue;
        known.delete(key);
        lag.remove({ topic, partition });
      }
    },
    failed: (topic) => failures.inc({ topic }),
  };
}
