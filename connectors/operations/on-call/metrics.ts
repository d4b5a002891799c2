import { Counter, Gauge, type Registry } from 'prom-client';
import { stuckKinds } from '../../common/contracts/calls';
import type { EpochMs } from '../../common/runtime';
import type { Stuck } from './stuck';
import type { Way } from './ways';

export interface OnCallMetrics {
  isCaller(isSo: boolean): void;
  /** What was seen of a tenant: all that is stuck, and what of it nobody has taken. */
  seen(tenant: string, stuck: readonly Stuck[], open: number, nowMs: EpochMs): void;
  looked(source: string, atMs: EpochMs): void;
  called(tenant: string): void;
  told(tenant: string, way: Way['kind'], result: 'taken' | 'failed'): void;
  /** Whether the last call has reached anybody. */
  reached(tenant: string, isSo: boolean): void;
}

/** Labels are our own words and the names of tenants. */
export function createOnCallMetrics(registry: Registry): OnCallMetrics {
  const registers = [registry];
  const gauge = (name: string, help: string, labelNames: string[]) =>
    new Gauge({ name, help, labelNames, registers });
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers });
  const isCaller = gauge('hub_on_call_is_caller', '1: this process is the one that calls', []);
  const stuck = gauge(
    'hub_on_call_stuck',
    'What is stuck for longer than the limits of the tenant, by what it is',
    ['tenant', 'kind'],
  );
  const untaken = gauge('hub_on_call_stuck_untaken', 'What of it nobody has taken', ['tenant']);
  const oldest = gauge(
    'hub_on_call_oldest_seconds',
    'For how long the oldest of it has been stuck; 0: nothing is',
    ['tenant'],
  );
  const looked = gauge(
    'hub_on_call_looked_at_timestamp_seconds',
    'Up to when it is seen what is stuck: when Kafka and Elasticsearch answered, up to when the indexer has written, when the decision relay looked',
    ['source'],
  );
  const calls = counter('hub_on_call_calls_total', 'Calls to whoever is on duty', ['tenant']);
  const attempts = counter(
    'hub_on_call_attempts_total',
    'Attempts to bring a call to somebody, by way and result',
    ['tenant', 'way', 'result'],
  );
  const unreached = gauge(
    'hub_on_call_unreached',
    '1: something is stuck, and the last call has reached nobody',
    ['tenant'],
  );
  isCaller.set(0);
  return {
    isCaller: (isSo) => isCaller.set(isSo ? 1 : 0),
    seen: (tenant, all, open, nowMs) => {
      for (const kind of stuckKinds) {
        stuck.set({ tenant, kind }, all.filter((one) => one.kind === kind).length);
      }
      untaken.set({ tenant }, open);
      const ages = all.map(({ stuckSinceMs }) => nowMs - stuckSinceMs);
      oldest.set({ tenant }, Math.max(0, ...ages) / 1_000);
      if (open === 0) unreached.set({ tenant }, 0);
    },
    looked: (source, atMs) => looked.set({ source }, atMs / 1_000),
    called: (tenant) => calls.inc({ tenant }),
    told: (tenant, way, result) => attempts.inc({ tenant, way, result }),
    reached: (tenant, isSo) => unreached.set({ tenant }, isSo ? 0 : 1),
  };
}
