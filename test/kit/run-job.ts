import { systemClock, systemRandom } from '../../connectors/common/clock';
import { executeJob } from '../../connectors/common/hub/execute-job';
import { bindWorker } from '../../connectors/common/hub/role';
import type { WorkerDefinition } from '../../connectors/common/hub/worker';
import type { Deps } from '../../connectors/common/runtime';
import { engineOf } from './engine';
import { silentLog } from './mojaloop';

/** One attempt of a job, as the engine would have it done. What a test does not give refuses. */
export function runJob(
  definition: WorkerDefinition,
  variables: Readonly<Record<string, unknown>>,
  given: Partial<Deps> = {},
): ReturnType<typeof executeJob> {
  const deps: Deps = {
    clock: systemClock,
    random: systemRandom,
    http: { request: () => Promise.reject(new Error('nobody is asked over HTTP here')) },
    log: silentLog,
    messages: engineOf().messages,
    ...given,
  };
  const { type, retries } = definition;
  const ids = { key: '1', type, processInstanceKey: '2', elementId: 'step' };
  const job = { ...ids, retries, engineAheadMs: 0, variables };
  return executeJob(bindWorker(definition, deps), job, new AbortController().signal);
}
