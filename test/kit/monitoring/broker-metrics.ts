/** The metrics of a real broker with their labels, as record.ts has written them down. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../stack/scripts';
import type { KnownMetrics } from './role-metrics';

export const brokerMetricsFile = join(projectRoot, 'test/fixtures/broker-metrics.json');

/** Below a broker's management address. */
export const brokerMetricsPath = '/actuator/prometheus';

export function brokerMetrics(): KnownMetrics {
  const json: unknown = JSON.parse(readFileSync(brokerMetricsFile, 'utf8'));
  const recorded = z.record(z.string(), z.array(z.string())).parse(json);
  return new Map(Object.entries(recorded).map(([name, labels]) => [name, new Set(labels)]));
}
