import fc from 'fast-check';
import { z } from 'zod';
import {
  AwaitsAnswer,
  CannotWork,
  GaveUp,
  NotConfiguredHere,
  Refused,
  TryAgain,
} from '../failures';
import { bindWorker, type BoundWorker } from './role';
import { TransportError, type Deps } from '../runtime';
import { defineWorker, type JobContext, type WorkerDefinition } from './worker';
import { executeJob, JobAborted } from './execute-job';
import type { BegunJob, Outcome } from '../zeebe/job';

const noMoney = { errorCode: '4001', errorDescription: 'Payer FSP insufficient liquidity' };

const definition = defineWorker({
  type: 'test:hold:1',
  title: 'Hold funds',
  summary: '',
  timeoutMs: 1_000,
  retries: 3,
  input: z.object({ transactionId: z.string(), amount: z.string(), note: z.string().optional() }),
  output: z.object({ transferCode: z.string() }),
  bpmnErrors: { REFUSED: 'not enough money' },
  run: () => Promise.resolve({ transferCode: 'A' }),
});

const job: BegunJob = {
  key: '2251799813685263',
  type: 'test:hold:1',
  processInstanceKey: '2251799813685251',
  elementId: 'hold',
  retries: 3,
  engineAheadMs: 0,
  variables: { tenant: 'lion', transactionId: 'T1', amount: '100.12' },
};

interface Case {
  readonly run?: (input: unknown, deps: Deps, context: JobContext) => Promise<unknown>;
  readonly overrides?: Partial<WorkerDefinition>;
  readonly job?: Partial<BegunJob>;
  readonly signal?: AbortSignal;
  readonly fraction?: number;
}

async function execute({ run, overrides, job: jobOverrides, signal, fraction }: Case) {
  const errors: object[] = [];
  const worker = bind({ ...overrides, ...(run === undefined ? {} : { run }) }, errors, fraction);
  const idle = new AbortController().signal;
  const outcome = await executeJob(worker, { ...job, ...jobOverrides }, signal ?? idle);
  return { outcome, errors };
}

function bind(overrides: object, errors: object[], fraction = 0.5): BoundWorker {
  const log: Deps['log'] = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (fields) => errors.push(fields),
    child: () => log,
  };
  const deps: Deps = {
    clock: { now: () => 0, sleep: () => Promise.resolve() },
    random: { uuid: () => 'unused', fraction: () => fraction },
    http: { request: () => Promise.reject(new Error('unused')) },
    log,
    messages: {
      publish: () => Promise.reject(new Error('unused')),
      broadcast: () => Promise.reject(new Error('unused')),
    },
  };
  return bindWorker({ ...definition, ...overrides }, deps);
}

// What is thrown need not be an Error.
// eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
const failing = (error: unknown) => () => Promise.reject(error);
const messageOf = (outcome: Outcome) => (outcome.kind === 'complete' ? '' : outcome.message);

test('the result completes the job, with the variables of the output schema only', async () => {
  const run = () => Promise.resolve({ transferCode: 'A', secret: 'B' });
  const { outcome } = await execute({ run });
  expect(outcome).toEqual({ kind: 'complete', variables: { transferCode: 'A' } });
});

test('a worker sees the parsed input, its attempt, its key and whose process it is in', async () => {
  const seen: unknown[] = [];
  const run = (input: unknown, _deps: Deps, context: JobContext) => {
    const { attempt, key, processInstanceKey } = context;
    seen.push({ input, attempt, key, processInstanceKey });
    return Promise.resolve({ transferCode: 'A' });
  };
  await execute({ run, job: { retries: 2 } });
  const input = { transactionId: 'T1', amount: '100.12' };
  const { key, processInstanceKey } = job;
  expect(seen).toEqual([{ input, attempt: 2, key, processInstanceKey }]);
});

test('a diagram that gives more attempts than the definition starts at attempt 1', async () => {
  const attempts: number[] = [];
  const run = (_input: unknown, _deps: Deps, { attempt }: JobContext) => {
    attempts.push(attempt);
    return Promise.resolve({ transferCode: 'A' });
  };
  await execute({ run, job: { retries: 10 } });
  expect(attempts).toEqual([1]);
});

test('wrong variables are an incident that names each of them, and nothing is run', async () => {
  let runs = 0;
  const run = () => Promise.resolve({ transferCode: String((runs += 1)) });
  const { outcome } = await execute({ run, job: { variables: { amount: 255700000001, note: 1 } } });
  expect(outcome.kind).toBe('incident');
  for (const name of ['transactionId', 'amount', 'note'])
    expect(messageOf(outcome)).toContain(name);
  expect(messageOf(outcome)).not.toContain('255700000001');
  expect(messageOf(outcome)).toContain('Nothing was done');
  expect(runs).toBe(0);
});

test('a wrong result is an incident that says that the step was carried out', async () => {
  const { outcome } = await execute({ run: () => Promise.resolve({ transferCode: 5 }) });
  expect(outcome.kind).toBe('incident');
  expect(messageOf(outcome)).toMatch(/transferCode.*carried out/);
});

test('a refusal is the BPMN error REFUSED with its error information', async () => {
  const { outcome } = await execute({ run: failing(new Refused(noMoney)) });
  expect(outcome).toMatchObject({
    kind: 'bpmn-error',
    code: 'REFUSED',
    variables: { errorInformation: noMoney },
  });
  expect(messageOf(outcome)).toContain('T1');
});

test('a refusal that the definition does not list is an incident', async () => {
  const { outcome } = await execute({
    run: failing(new Refused(noMoney)),
    overrides: { bpmnErrors: {} },
  });
  expect(outcome.kind).toBe('incident');
  expect(messageOf(outcome)).toContain('4001');
});

test('what cannot work is an incident at once', async () => {
  const { outcome } = await execute({
    run: failing(new CannotWork('tenant lion has no Fineract')),
  });
  expect(outcome.kind).toBe('incident');
  expect(messageOf(outcome)).toContain('tenant lion has no Fineract');
});

test('trying again waits longer after each attempt', async () => {
  const waits: number[] = [];
  for (const retries of [3, 2]) {
    const run = failing(new TryAgain('busy', noMoney));
    const { outcome } = await execute({ run, job: { retries }, fraction: 0.999 });
    waits.push(outcome.kind === 'retry' ? outcome.backoffMs : -1);
  }
  expect(waits).toEqual([1_000, 1_999]);
});

test('a worker may say how long to wait', async () => {
  const { outcome } = await execute({ run: failing(new TryAgain('busy', noMoney, 17_000)) });
  expect(outcome).toMatchObject({ kind: 'retry', retries: 2, backoffMs: 17_000 });
});

test('what has asked comes again only when no answer came for so long, which costs an attempt', async () => {
  const { outcome } = await execute({ run: failing(new AwaitsAnswer(10_000)) });
  expect(outcome).toMatchObject({ kind: 'awaits-answer', retries: 2, backoffMs: 10_000 });
});

test('with no attempt left to find that no answer came, waiting is an incident', async () => {
  const { outcome } = await execute({
    run: failing(new AwaitsAnswer(10_000)),
    job: { retries: 1 },
  });
  expect(outcome.kind).toBe('incident');
});

test('a worker may say that no further try would be in time', async () => {
  const { outcome } = await execute({
    run: failing(new GaveUp('switch is down', noMoney)),
    overrides: { whenExhausted: 'bpmn-error' },
    job: { retries: 2 },
  });
  expect(outcome).toMatchObject({ kind: 'bpmn-error', code: 'UNAVAILABLE' });
});

test('the last attempt is an incident that says why, for which payment, and what to do', async () => {
  const { outcome } = await execute({
    run: failing(new TryAgain('Fineract is down', noMoney)),
    job: { retries: 1 },
  });
  expect(outcome.kind).toBe('incident');
  const payment = ['Hold funds', 'Fineract is down', 'T1', 'lion'];
  for (const part of [...payment, 'fund the payer’s DFSP', 'resolve the incident']) {
    expect(messageOf(outcome)).toContain(part);
  }
});

test('the last attempt is UNAVAILABLE where the process can go another way', async () => {
  const { outcome } = await execute({
    run: failing(new TryAgain('switch is down', noMoney)),
    overrides: { whenExhausted: 'bpmn-error' },
    job: { retries: 1 },
  });
  expect(outcome).toMatchObject({
    kind: 'bpmn-error',
    code: 'UNAVAILABLE',
    variables: { errorInformation: noMoney },
  });
});

test('a peer that does not answer is tried again, and its address is not told', async () => {
  const error = new TransportError(
    'timeout',
    false,
    'GET http://switch/parties/MSISDN/255700000001',
  );
  const { outcome } = await execute({ run: failing(error) });
  expect(outcome).toMatchObject({ kind: 'retry', retries: 2 });
  expect(messageOf(outcome)).toContain('timeout');
  expect(messageOf(outcome)).not.toContain('255700000001');
});

test('an exception nobody expected is tried again, logged with its stack, and its text is not told', async () => {
  const { outcome, errors } = await execute({ run: failing(new RangeError('Asha Juma is odd')) });
  expect(outcome).toMatchObject({ kind: 'retry', retries: 2 });
  expect(messageOf(outcome)).toContain('RangeError');
  expect(messageOf(outcome)).not.toContain('Asha');
  expect(errors).toMatchObject([{ jobKey: job.key, error: { stack: expect.any(String) } }]);
});

test('phone numbers and e-mail addresses are cut out of what workers and peers say; ids are not', async () => {
  const text =
    'account 255700000001 of asha@example.com, quote 12345678-1234-4123-8123-123456789012';
  const { outcome } = await execute({ run: failing(new TryAgain(text, noMoney)) });
  expect(messageOf(outcome)).toContain('12345678-1234-4123-8123-123456789012');
  expect(messageOf(outcome)).not.toMatch(/255700000001|asha/);
});

test('a worker that does not end in time is tried again, though it never ends', async () => {
  const controller = new AbortController();
  const run = () => {
    controller.abort(new JobAborted('time-over'));
    return new Promise(() => undefined);
  };
  const { outcome } = await execute({ run, signal: controller.signal });
  expect(outcome).toMatchObject({ kind: 'retry', retries: 2 });
  expect(messageOf(outcome)).toContain('1000 ms');
});

test('a job of a tenant that is not configured here is handed back and loses no attempt', async () => {
  const run = failing(new NotConfiguredHere('the tenant lion'));
  const { outcome } = await execute({ run, job: { retries: 1 } });
  expect(outcome).toMatchObject({ kind: 'hand-back', missing: 'the tenant lion' });
  expect(messageOf(outcome)).toContain('transactionId T1 of tenant lion');
});

test('a job that the shutdown stops is handed back at once and loses no attempt', async () => {
  const controller = new AbortController();
  const run = () => {
    controller.abort(new JobAborted('shutdown'));
    return Promise.reject(new TransportError('aborted', false, 'aborted'));
  };
  const { outcome } = await execute({ run, signal: controller.signal, job: { retries: 1 } });
  expect(outcome).toMatchObject({ kind: 'hand-back', backoffMs: 0 });
});

test('a job that comes after the shutdown is handed back and not run', async () => {
  let runs = 0;
  const run = () => Promise.resolve({ transferCode: String((runs += 1)) });
  const { outcome } = await execute({ run, signal: AbortSignal.abort(new JobAborted('shutdown')) });
  expect(outcome).toMatchObject({ kind: 'hand-back', backoffMs: 0 });
  expect(runs).toBe(0);
});

const anyFailure = fc.oneof(
  fc.string().map((text) => new TryAgain(text, noMoney)),
  fc.constantFrom('timeout', 'connection-lost').map((why) => new TransportError(why, false, why)),
  fc.anything(),
);

test('whatever is thrown, a job is tried exactly as often as it has attempts, then ends', async () => {
  const cases = fc.record({
    failures: fc.array(anyFailure, { minLength: 8, maxLength: 8 }),
    retries: fc.integer({ min: 1, max: 8 }),
    fraction: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    whenExhausted: fc.constantFrom('incident' as const, 'bpmn-error' as const),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ failures, retries, fraction, whenExhausted }) => {
      let runs = 0;
      const run = () => failing(failures[runs++])();
      const overrides = { run, retries, whenExhausted };
      let left = retries;
      let last: Outcome;
      for (;;) {
        last = (await execute({ overrides, job: { retries: left }, fraction })).outcome;
        if (last.kind !== 'retry') break;
        expect(last.retries).toBe(left - 1);
        expect(last.backoffMs).toBeGreaterThanOrEqual(500);
        expect(last.backoffMs).toBeLessThanOrEqual(60_000);
        left = last.retries;
      }
      expect(runs).toBe(retries);
      expect(last.kind).toBe(whenExhausted);
    }),
    { numRuns: 100 },
  );
});

test('no variable that came in wrong is told', async () => {
  const secret = fc.stringMatching(/^[a-z]{12}$/);
  await fc.assert(
    fc.asyncProperty(secret, secret, async (name, value) => {
      const variables = { transactionId: [value], amount: { [name]: value }, note: 5 };
      const { outcome } = await execute({ job: { variables } });
      expect(outcome.kind).toBe('incident');
      expect(messageOf(outcome)).not.toContain(value);
    }),
    { numRuns: 50 },
  );
});

describe('a step that is of use until a moment only', () => {
  const until = ['quote', 'expiration'];
  const variables = { ...job.variables, quote: { expiration: '1970-01-01T00:00:10.000Z' } };
  const fails = failing(new TryAgain('the peer is away', noMoney));
  const overrides = { until, whenExhausted: 'bpmn-error' } as const;

  test('is tried again while the next attempt is in time', async () => {
    const { outcome } = await execute({ run: fails, overrides, job: { variables } });
    expect(outcome).toMatchObject({ kind: 'retry', retries: 2 });
  });

  test('gives up, by the engine’s clock, when the next one would come after it: nobody knows', async () => {
    const late = { variables, engineAheadMs: 9_900 };
    const { outcome } = await execute({ run: fails, overrides, job: late });
    expect(outcome).toMatchObject({ kind: 'bpmn-error', code: 'UNAVAILABLE' });
    expect(messageOf(outcome)).toContain('no further attempt would be in time');
  });

  test('is tried all the same where the moment is not known', async () => {
    const late = { engineAheadMs: 9_900 };
    const { outcome } = await execute({ run: fails, overrides, job: late });
    expect(outcome).toMatchObject({ kind: 'retry' });
  });
});

test('what was held back, for the peer has ceased to answer, is tried when that is asked again: nobody calls it failed', async () => {
  const run = failing(new TransportError('held-back', true, 'left alone for a while', 2_500));
  const { outcome } = await execute({ run });
  expect(outcome).toMatchObject({ kind: 'retry', retries: 2, backoffMs: 2_500 });
  const last = { run, overrides: { whenExhausted: 'bpmn-error' }, job: { retries: 1 } } as const;
  expect((await execute(last)).outcome).toMatchObject({ kind: 'bpmn-error', code: 'UNAVAILABLE' });
});

test('a tenant’s own attempts and pauses hold', async () => {
  const type = 'ams:book-funds:1';
  const run = failing(new TryAgain('the peer is away', noMoney));
  const worker = bind({ type, retries: 8, run, whenExhausted: 'bpmn-error' }, []);
  const ofLion = { [type]: { attempts: 2, pauseMs: 40_000 } };
  const retriesOf = (tenant: string) => (tenant === 'lion' ? ofLion : undefined);
  const attempt = async (retries: number) =>
    executeJob({ ...worker, retriesOf }, { ...job, type, retries }, new AbortController().signal);
  const first = await attempt(8);
  expect(first).toMatchObject({ kind: 'retry', backoffMs: 30_000 });
  const { retries } = first as { retries: number };
  expect(await attempt(retries)).toMatchObject({ kind: 'bpmn-error', code: 'UNAVAILABLE' });
});
