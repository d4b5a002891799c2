import { Counter, Gauge, type Registry } from 'prom-client';
import { countedFromZero } from '../observability/counted-from-zero';

/**
 * `memory`: more at once than are held until they are written; `spool-full`: no more may wait for Kafka; `disk`: the folder takes
 * nothing; `torn`: the process was killed while it wrote; `too-large`: Kafka takes no such record; `defect`: of ours.
 */
const whysLost = ['memory', 'spool-full', 'disk', 'torn', 'too-large', 'defect'] as const;
export type Lost = (typeof whysLost)[number];

export interface JournalMetrics {
  written(count: number): void;
  lost(why: Lost, count: number): void;
  waiting(bytes: number): void;
}

export function createJournalMetrics(registry: Registry): JournalMetrics {
  const registers = [registry];
  const written = new Counter({
    name: 'hub_message_journal_written_total',
    help: 'Messages of the journal that Kafka has acknowledged',
    registers,
  });
  const lost = new Counter({
    name: 'hub_message_journal_lost_total',
    help: 'Messages that are missing from the journal, by why',
    labelNames: ['why'],
    registers,
  });
  const waiting = new Gauge({
    name: 'hub_message_journal_waiting_bytes',
    help: 'Messages that wait on disk for Kafka to take them',
    registers,
  });
  countedFromZero(lost, 'why', whysLost);
  return {
    written: (count) => written.inc(count),
    lost: (why, count) => lost.inc({ why }, count),
    waiting: (bytes) => waiting.set(bytes),
  };
}
