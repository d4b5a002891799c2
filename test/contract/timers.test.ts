import { channelTenantSection } from '../../connectors/channel/settings';
import { bindWorker } from '../../connectors/common/hub/role';
import type { WorkerDefinition } from '../../connectors/common/hub/worker';
import { leaseMs, steps } from '../../connectors/common/retries/steps';
import type { Deps } from '../../connectors/common/runtime';
import { activationTimeoutMs } from '../../connectors/common/zeebe/job-runner';
import { jobDefinitions } from '../kit/bpmn/job-definitions';

const workers = [...jobDefinitions.values()].filter(
  (definition) => 'timeoutMs' in definition,
) as WorkerDefinition[];

test('the workers are tried as the table of steps says, and the table has no step that is none', () => {
  const ofTable = Object.entries(steps).map(([type, { attempts, attemptMs }]) => ({
    ...{ type, retries: attempts, timeoutMs: attemptMs },
  }));
  const ofWorkers = workers
    .filter(({ type }) => type in steps)
    .map(({ type, retries, timeoutMs }) => ({ type, retries, timeoutMs }));
  const byType = (left: { type: string }, right: { type: string }) =>
    left.type < right.type ? -1 : 1;
  expect(ofWorkers.toSorted(byType)).toEqual(ofTable.toSorted(byType));
});

test('whatever job dies with its process, the engine gives it out again before the least timers end', () => {
  const refused = channelTenantSection.safeParse({
    idSecret: 'a secret for the ids of tests',
    timers: { quote: 'PT1S' },
  });
  const leastMs = Number(/PT(\d+)S or more/.exec(refused.error?.message ?? '')?.[1]) * 1_000;
  expect(leastMs).toBeGreaterThan(2 * leaseMs);
  for (const worker of workers) {
    expect(activationTimeoutMs(bindWorker(worker, {} as Deps))).toBeLessThanOrEqual(leaseMs);
  }
});
