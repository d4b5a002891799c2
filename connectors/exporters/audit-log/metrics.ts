import { Counter, Gauge, type Registry } from 'prom-client';
import { countedFromZero } from '../../common/observability/counted-from-zero';

export interface AuditLogMetrics {
  signed(partition: number, size: number, atMs: number): void;
  trouble(what: AuditLogTrouble, count: number): void;
}

const auditLogTroubles = ['unreadable', 'deleted', 'unsigned', 'untold'] as const;
type AuditLogTrouble = (typeof auditLogTroubles)[number];

export function createAuditLogMetrics(registry: Registry): AuditLogMetrics {
  const registers = [registry];
  const size = new Gauge({
    name: 'hub_audit_log_entries',
    help: 'Records of the engine in the audit log, signed and on disk, by its partition',
    labelNames: ['partition'],
    registers,
  });
  const signedAt = new Gauge({
    name: 'hub_audit_log_signed_timestamp_seconds',
    help: 'When the audit log of this partition was last signed, in seconds since 1970',
    labelNames: ['partition'],
    registers,
  });
  const troubles = new Counter({
    name: 'hub_audit_log_trouble_total',
    help: 'Records that stand in no audit log, and checkpoints that could not be made or told: more than 0 is an alarm',
    labelNames: ['what'],
    registers,
  });
  countedFromZero(troubles, 'what', auditLogTroubles);
  return {
    signed: (partition, entries, atMs) => {
      size.set({ partition: String(partition) }, entries);
      signedAt.set({ partition: String(partition) }, atMs / 1_000);
    },
    trouble: (what, count) => troubles.inc({ what }, count),
  };
}
