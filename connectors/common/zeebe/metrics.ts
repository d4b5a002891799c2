import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Outcome, Way } from './job';

/**
 * What became of a job. `gone`: the engine knew it no longer when we reported (given to another after
 * its time, or its process ended); `unreported`: the engine could not be told, so it gives the job again.
 */
export type JobEnd = Outcome['kind'] | 'gone' | 'unreported';

export interface JobMetrics {
  received(type: string, way: Way): void;
  started(type: string): void;
  ended(type: string, end: JobEnd, durationMs: number): void;
  handedBack(type: string): void;
}

const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Labels are job types, which the code defines, and ends: a fixed number of series. */
export function createJobMetrics(registry: Registry): JobMetrics {
  const registers = [registry];
  const jobs = new Counter({
    name: 'hub_jobs_total',
    help: 'Jobs by type and by what became of them',
    labelNames: ['type', 'end'],
    registers,
  });
  const received = new Counter({
    name: 'hub_jobs_received_total',
    help: 'Jobs by type and by the way they came in: pushed by the engine, or polled for',
    labelNames: ['type', 'way'],
    registers,
  });
  const duration = new Histogram({
    name: 'hub_job_duration_seconds',
    help: 'From the receipt of a job until the engine has been told the outcome',
    labelNames: ['type'],
    buckets: secondsBuckets,
    registers,
  });
  const inFlight = new Gauge({
    name: 'hub_jobs_in_flight',
    help: 'Jobs that are being worked on',
    labelNames: ['type'],
    registers,
  });
  const handedBack = new Counter({
    name: 'hub_jobs_handed_back_total',
    help: 'Jobs given back to the engine unbegun, because their tenant or its peer had its share of this process',
    labelNames: ['type'],
    registers,
  });
  return {
    handedBack: (type) => handedBack.inc({ type }),
    received: (type, way) => received.inc({ type, way }),
    started: (type) => inFlight.inc({ type }),
    ended: (type, end, durationMs) => {
      inFlight.dec({ type });
      jobs.inc({ type, end });
      duration.observe({ type }, durationMs / 1_000);
    },
  };
}
