import { status } from '@grpc/grpc-js';
import { Registry } from 'prom-client';
import { z } from 'zod';
import { Refused } from '../failures';
import { errorInformation } from '../fspiop-errors';
import { bindWorker } from '../hub/role';
import type { Clock, Deps } from '../runtime';
import { defineWorker } from '../hub/worker';
import { GatewayError, type Gateway } from './gateway';
import { activationTimeoutMs, JobRunner } from './job-runner';
import { MissingSettings } from './missing-settings';

const raw = {
  key: '1',
  type: 'test:hold:1',
  processInstanceKey: '2',
  elementInstanceKey: '3',
  elementId: 'hold',
  retries: 3,
  deadline: '15000',
  variables: '{}',
};

const silent = () => undefined;
const random = { uuid: () => '', fraction: () => 0.5 };
const metrics = { received: silent, started: silent, ended: silent, handedBack: silent };
const silentLog = { debug: silent, info: silent, warn: silent, error: silent };
const definition = defineWorker({
  type: 'test:hold:1',
  title: 'Hold funds',
  summary: '',
  timeoutMs: 10_000,
  retries: 3,
  input: z.object({}),
  output: z.object({}),
  bpmnErrors: { REFUSED: 'it is not held' },
  run: () => new Promise<never>(silent),
});

function runnerWith(gateway: Gateway, clock: Clock, log: Deps['log']): JobRunner {
  const missingSettings = new MissingSettings({ clock, random, log, metrics: new Registry() });
  const deps = { gateway, clock, random, log, metrics, missingSettings };
  return new JobRunner({ ...deps, commandTimeoutMs: 1_000 });
}

/** Runs a worker that never ends by itself, on a job that has waited in line for `waitedMs`. */
async function runAfter(
  waitedMs: number,
  timeoutMs = definition.timeoutMs,
): Promise<{ now: number; reports: number; prolonged: number[] }> {
  let now = waitedMs;
  let reports = 0;
  const prolonged: number[] = [];
  const clock: Clock = {
    now: () => now,
    sleep: (durationMs) => {
      now += durationMs;
      return Promise.resolve();
    },
  };
  const log = silentLog as unknown as Deps['log'];
  const gateway = {
    call: (name: string) => {
      if (name === 'updateJobTimeout') prolonged.push(now);
      else reports += 1;
      return Promise.resolve({});
    },
  } as unknown as Gateway;
  const runner = runnerWith(gateway, clock, log);
  const bound = bindWorker({ ...definition, timeoutMs }, { clock, random, log } as Deps);
  await runner.run(bound, raw, 0);
  return { now, reports, prolonged };
}

test.each([0, 9_000])(
  'a job that has waited %d ms is over before the engine gives it to another',
  async (waitedMs) => {
    expect(await runAfter(waitedMs)).toMatchObject({ now: 10_000, reports: 1 });
  },
);

test('a job that takes long is prolonged each four seconds, so that the engine need leave it for twelve only', async () => {
  expect(await runAfter(0, 20_000)).toEqual({
    now: 20_000,
    reports: 1,
    prolonged: [4_000, 8_000, 12_000, 16_000],
  });
  const worker = bindWorker({ ...definition, timeoutMs: 60_000 }, {} as Deps);
  expect(activationTimeoutMs(worker)).toBe(12_000);
});

test('a job that has waited in line for longer than the engine leaves it is another process’s', async () => {
  const { reports, prolonged } = await runAfter(12_000, 20_000);
  expect({ reports, prolonged }).toEqual({ reports: 0, prolonged: [] });
});

test('that the engine does not prolong a job changes nothing: it is done, and told', async () => {
  const calls: string[] = [];
  const gateway = {
    call: (name: string) => {
      calls.push(name);
      if (name !== 'updateJobTimeout') return Promise.resolve({});
      return Promise.reject(new GatewayError(name, status.RESOURCE_EXHAUSTED, 'busy'));
    },
  } as unknown as Gateway;
  let finish: () => void = silent;
  let now = 0;
  const clock: Clock = {
    now: () => now,
    sleep: (ms) => {
      now += ms;
      if (now < 8_000) return Promise.resolve();
      finish();
      return new Promise(silent);
    },
  };
  const log = silentLog as unknown as Deps['log'];
  const run = () => new Promise<Record<string, unknown>>((resolve) => (finish = () => resolve({})));
  const bound = bindWorker({ ...definition, run }, { clock, random, log } as Deps);
  await runnerWith(gateway, clock, log).run(bound, raw, 0);
  expect(calls).toEqual(['updateJobTimeout', 'completeJob']);
});

test('a worker reads what came with the request as variables of their own names', async () => {
  const seen: unknown[] = [];
  const reading = defineWorker({
    ...definition,
    input: z.object({ tenant: z.string(), traceparent: z.string() }),
    run: (input) => {
      seen.push(input);
      return Promise.resolve({});
    },
  });
  const clock: Clock = { now: () => 0, sleep: () => new Promise(silent) };
  const log = silentLog as unknown as Deps['log'];
  const gateway = { call: () => Promise.resolve({}) } as unknown as Gateway;
  const variables = JSON.stringify({ tenant: 'lion', arrival: { traceparent: 'of the request' } });
  const worker = bindWorker(reading, { clock, random, log } as Deps);
  await runnerWith(gateway, clock, log).run(worker, { ...raw, variables }, 0);
  expect(seen).toEqual([{ tenant: 'lion', traceparent: 'of the request' }]);
});

test('a job that has waited for all its time is left to the engine', async () => {
  expect(await runAfter(10_000)).toMatchObject({ now: 10_000, reports: 0 });
});

const refuses = () => Promise.reject(new Refused(errorInformation('PARTY_NOT_FOUND')));
const takesAll = () => Promise.resolve({});
const knowsNothing = () => Promise.reject(new GatewayError('call', status.NOT_FOUND, 'no job'));

/** Levels and fields of the lines that a job leaves. */
async function linesOf(
  worker: Partial<typeof definition>,
  call: () => Promise<object> = takesAll,
  retries = raw.retries,
): Promise<[string, unknown][]> {
  const lines: [string, unknown][] = [];
  const note = (level: string) => (fields: object) => void lines.push([level, fields]);
  const levels = { info: note('info'), warn: note('warn'), error: note('error') };
  const log = { ...silentLog, ...levels } as unknown as Deps['log'];
  const clock: Clock = { now: () => 0, sleep: () => new Promise(silent) };
  const gateway = { call } as unknown as Gateway;
  const runner = runnerWith(gateway, clock, log);
  const ids = { tenant: 'lion', transactionId: 'payment-1', transferId: 'transfer-1' };
  const job = { ...raw, retries, variables: JSON.stringify(ids) };
  const bound = bindWorker({ ...definition, ...worker }, { clock, random, log } as Deps);
  await runner.run(bound, job, 0);
  return lines;
}

test('a job whose failure leaves money to an operator warns of it with all ids: operations tells what to do', async () => {
  expect(await linesOf({ run: refuses, failureLeavesMoneyToOperator: true })).toEqual([
    [
      'warn',
      expect.objectContaining({
        tenant: 'lion',
        transactionId: 'payment-1',
        transferId: 'transfer-1',
        processInstanceKey: '2',
        elementId: 'hold',
        bpmnError: 'REFUSED',
      }),
    ],
  ]);
});

test('a refusal that the process itself deals with is no error', async () => {
  expect(await linesOf({ run: refuses })).toMatchObject([['info', { bpmnError: 'REFUSED' }]]);
});

test.each([
  [{ retries: 2, whenExhausted: 'bpmn-error' }, 'info', 'retry'],
  [{ retries: 1, whenExhausted: 'bpmn-error' }, 'error', 'bpmn-error'],
  [{ retries: 1, whenExhausted: 'incident' }, 'error', 'incident'],
] as const)(
  'a try that fails with %j attempts left is told as %s: the end of all tries needs somebody',
  async ({ retries, whenExhausted }, level, end) => {
    const fails = () => Promise.reject(new Error('the peer is away'));
    const lines = await linesOf({ run: fails, whenExhausted }, takesAll, retries);
    expect(lines.at(-1)).toMatchObject([level, { end }]);
  },
);

test('work that is done when the process has gone on already is no trouble; work that failed may be', async () => {
  const done = await linesOf({ run: () => Promise.resolve({}) }, knowsNothing);
  expect(done).toMatchObject([['info', { end: 'gone' }]]);
  expect(await linesOf({ run: refuses }, knowsNothing)).toMatchObject([['warn', { end: 'gone' }]]);
});
