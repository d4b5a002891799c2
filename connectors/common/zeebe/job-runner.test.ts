import { Registry } from 'prom-client';
import { z } from 'zod';
import { bindWorker } from '../part';
import type { Clock, Deps } from '../runtime';
import { defineWorker } from '../worker';
import type { Gateway } from './gateway';
import { JobRunner } from './job-runner';
import { MissingSettings } from './missing-settings';

const raw = {
  key: '1',
  type: 'test:hold:1',
  processInstanceKey: '2',
  elementId: 'hold',
  retries: 3,
  variables: '{}',
};

/** Runs a worker that never ends by itself, on a job that has waited in line for `waitedMs`. */
async function runAfter(waitedMs: number): Promise<{ now: number; reports: number }> {
  let now = waitedMs;
  let reports = 0;
  const clock: Clock = {
    now: () => now,
    sleep: (durationMs) => {
      now += durationMs;
      return Promise.resolve();
    },
  };
  const silent = () => undefined;
  const log = {
    debug: silent,
    info: silent,
    warn: silent,
    error: silent,
  } as unknown as Deps['log'];
  const random = { uuid: () => '', fraction: () => 0.5 };
  const gateway = {
    call: () => {
      reports += 1;
      return Promise.resolve({});
    },
  } as unknown as Gateway;
  const metrics = { received: silent, started: silent, ended: silent };
  const missingSettings = new MissingSettings({ clock, random, log, metrics: new Registry() });
  const deps = { gateway, clock, random, log, metrics, missingSettings };
  const runner = new JobRunner({ ...deps, commandTimeoutMs: 1_000 });
  const definition = defineWorker({
    type: 'test:hold:1',
    title: 'Hold funds',
    summary: '',
    timeoutMs: 10_000,
    retries: 3,
    input: z.object({}),
    output: z.object({}),
    bpmnErrors: {},
    run: () => new Promise<never>(silent),
  });
  await runner.run(bindWorker(definition, { clock, random, log } as Deps), raw, 0);
  return { now, reports };
}

test.each([0, 9_000])(
  'a job that has waited %d ms is over before the engine gives it to another',
  async (waitedMs) => {
    expect(await runAfter(waitedMs)).toEqual({ now: 10_000, reports: 1 });
  },
);

test('a job that has waited for all its time is left to the engine', async () => {
  expect(await runAfter(10_000)).toEqual({ now: 10_000, reports: 0 });
});
