import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JobDefinition, WorkerDefinition } from '../../../connectors/common/hub/worker';
import { askOperator } from '../../../connectors/decision-relay/ask-operator';

const connectors = join(__dirname, '../../../connectors');

const workers = readdirSync(connectors, { recursive: true, encoding: 'utf8' })
  .filter((path) => /[/\\]workers[/\\][^/\\]+\.ts$/.test(path) && !path.endsWith('.test.ts'))
  .sort()
  .flatMap((path) => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- one file a worker: a list would go stale
    const exported = require(join(connectors, path)) as Record<string, unknown>;
    return Object.values(exported).filter(isWorker);
  });

/** Every job of every part by its type: those of the workers, and the one that is a person's. */
export const jobDefinitions: ReadonlyMap<string, JobDefinition> = new Map(
  [...workers, askOperator].map((definition) => [definition.type, definition]),
);

function isWorker(value: unknown): value is WorkerDefinition {
  return typeof value === 'object' && value !== null && 'type' in value && 'run' in value;
}
