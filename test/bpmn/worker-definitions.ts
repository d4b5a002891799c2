import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkerDefinition } from '../../connectors/common/worker';

const connectors = join(__dirname, '../../connectors');

/** Every worker of every part, by job type. */
export const workerDefinitions: ReadonlyMap<string, WorkerDefinition> = new Map(
  readdirSync(connectors, { recursive: true, encoding: 'utf8' })
    .filter((path) => /[/\\]workers[/\\][^/\\]+\.ts$/.test(path) && !path.endsWith('.test.ts'))
    .sort()
    .flatMap((path) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- one file a worker: a list would go stale
      const exported = require(join(connectors, path)) as Record<string, unknown>;
      return Object.values(exported).filter(isWorker);
    })
    .map((definition) => [definition.type, definition]),
);

function isWorker(value: unknown): value is WorkerDefinition {
  return typeof value === 'object' && value !== null && 'type' in value && 'run' in value;
}
