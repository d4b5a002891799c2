/**
 * Writes down which metrics a real broker serves, with their labels, after it has run a few payments:
 * `npx tsx test/kit/monitoring/record.ts`, when another version of Zeebe is taken.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startStack } from '../stack/stack';
import { brokerMetricsFile, brokerMetricsPath } from './broker-metrics';
import { parseExposition } from './exposition';
import { pay } from './pay';

/** So that it refuses some requests: before the first it has no count of them. */
const hardlyAnyRoom = {
  ZEEBE_BROKER_BACKPRESSURE_ALGORITHM: 'fixed',
  ZEEBE_BROKER_BACKPRESSURE_FIXED_LIMIT: '3',
};

async function main(): Promise<void> {
  const runDirectory = mkdtempSync(join(tmpdir(), 'broker-metrics-'));
  const stack = await startStack({
    ...{ runDirectory, ports: 'free', shape: 'whole' },
    brokerEnvironment: hardlyAnyRoom,
  });
  try {
    await Promise.all(Array.from({ length: 20 }, (_, n) => pay(stack, `recorded-${n}`)));
    // The exporters tell of where they stand once in a while.
    await sleep(5_000);
    const response = await fetch(`${stack.zeebe.managementAddress}${brokerMetricsPath}`);
    const labels = new Map<string, Set<string>>();
    for (const sample of parseExposition(await response.text()).samples) {
      const known = labels.get(sample.name) ?? new Set();
      labels.set(sample.name, new Set([...known, ...Object.keys(sample.labels)]));
    }
    const lines = [...labels]
      .toSorted(([left], [right]) => left.localeCompare(right))
      .map(([name, some]) => `  ${JSON.stringify(name)}: [${namesOf(some)}]`);
    writeFileSync(brokerMetricsFile, `{\n${lines.join(',\n')}\n}\n`);
  } finally {
    await stack.stop();
    rmSync(runDirectory, { recursive: true });
  }
}

/** As the formatter has it. */
const namesOf = (labels: ReadonlySet<string>): string =>
  [...labels]
    .toSorted()
    .map((label) => JSON.stringify(label))
    .join(', ');

void main();
