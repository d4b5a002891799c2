/** What goes wrong between the hub and a Zeebe gateway, over real gRPC against a gateway that misbehaves. */
import { status } from '@grpc/grpc-js';
import { Registry } from 'prom-client';
import { z } from 'zod';
import { systemClock, systemRandom } from '../../connectors/common/clock';
import { TryAgain } from '../../connectors/common/failures';
import { bindWorker, type BoundWorker } from '../../connectors/common/hub/role';
import type { Clock, Logger } from '../../connectors/common/runtime';
import { defineWorker, type JobContext } from '../../connectors/common/hub/worker';
import { leaseMs } from '../../connectors/common/retries/steps';
import { zeebeEnvironment } from '../../connectors/common/zeebe/environment';
import { connectZeebe, type ZeebeDoor } from '../../connectors/common/zeebe/zeebe-door';
import { ZeebeGatewayStub, type Fields, type Reply } from '../simulators/zeebe-gateway';

/** Short pauses pass at once and are written down; a worker's time passes when the test says so. */
class HurriedClock implements Clock {
  readonly pauses: number[] = [];
  /** Longer ones wait for the test: after each of those of a worker it has the engine leave it its job. */
  pauseMaxMs = leaseMs / 4;
  private time = 0;
  private readonly timeouts: (() => void)[] = [];

  now(): number {
    return this.time;
  }

  async sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
    if (durationMs > this.pauseMaxMs) {
      return new Promise((resolve) => {
        this.timeouts.push(resolve);
        signal?.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    this.pauses.push(durationMs);
    this.time += durationMs;
    return new Promise((resolve) => setTimeout(resolve, 1));
  }

  endWorkersTime(): void {
    this.time += workerTimeoutMs;
    for (const wake of this.timeouts.splice(0)) wake();
  }
}

const workerTimeoutMs = 60_000;
const type = 'test:work:1';
const message = { name: 'm', correlationKey: 'k', timeToLiveMs: 0, variables: {} };

let gateway: ZeebeGatewayStub;
let door: ZeebeDoor;
let clock: HurriedClock;
let metrics: Registry;
let lines: Fields[];

const log: Logger = {
  debug: () => undefined,
  info: (fields, text) => lines.push({ ...fields, text }),
  warn: (fields, text) => lines.push({ ...fields, text }),
  error: (fields, text) => lines.push({ ...fields, text }),
  child: () => log,
};

beforeEach(async () => {
  gateway = await ZeebeGatewayStub.start();
  clock = new HurriedClock();
  metrics = new Registry();
  lines = [];
  door = connect({});
});

afterEach(async () => {
  await door.drain(0);
  await gateway.stop();
});

function connect(settings: Record<string, string>, withClock: Clock = clock): ZeebeDoor {
  const environment = { ZEEBE_ADDRESS: gateway.address, ...settings };
  return connectZeebe(zeebeEnvironment.parse(environment), {
    clock: withClock,
    random: systemRandom,
    log,
    metrics,
  });
}

async function reconnect(settings: Record<string, string>, withClock?: Clock): Promise<void> {
  await door.drain(0);
  metrics = new Registry();
  gateway.calls.splice(0);
  door = connect(settings, withClock);
}

type Run = (input: { amount?: string | undefined }, job: JobContext) => Promise<Fields>;

function worker(run: Run, workerType = type): BoundWorker {
  const definition = defineWorker({
    type: workerType as 'test:work:1',
    title: 'Work',
    summary: '',
    timeoutMs: workerTimeoutMs,
    retries: 3,
    input: z.object({ amount: z.string().optional() }),
    output: z.looseObject({}),
    bpmnErrors: {},
    run: (input, _deps, job) => run(input, job),
  });
  const http = { request: () => Promise.reject(new Error('unused')) };
  return bindWorker(definition, { clock, random: systemRandom, http, log, messages: door });
}

function job(key: string, variables: object = {}): Fields {
  const { retries, processInstanceKey } = { retries: 3, processInstanceKey: '1' };
  return { key, type, retries, processInstanceKey, variables: JSON.stringify(variables) };
}

/** Waits for what is on its way over a socket. */
async function expectSoon(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 5_000;
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

async function runAndPush(run: Run, ...jobs: Fields[]): Promise<void> {
  door.run([worker(run)]);
  await expectSoon('a job stream', () => gateway.callsOf('StreamActivatedJobs').length === 1);
  for (const one of jobs) gateway.push(one);
}

async function endsOf(end: string): Promise<number> {
  const metric = await metrics.getSingleMetric('hub_jobs_total')?.get();
  return metric?.values.find(({ labels }) => labels['end'] === end)?.value ?? 0;
}

async function receivedJobs(): Promise<number> {
  const metric = await metrics.getSingleMetric('hub_jobs_received_total')?.get();
  return (metric?.values ?? []).reduce((sum, { value }) => sum + value, 0);
}

const ended = () => lines.filter(({ text }) => String(text).startsWith('job ended'));
const done: Run = () => Promise.resolve({});
const busy: Run = () =>
  Promise.reject(new TryAgain('busy', { errorCode: '2003', errorDescription: 'Busy' }));

describe('commands', () => {
  test('failing a job always says how many attempts are left', async () => {
    await runAndPush(busy, job('7'));
    await expectSoon('a FailJob', () => gateway.callsOf('FailJob').length === 1);
    expect(gateway.callsOf('FailJob')[0]?.request).toMatchObject({ jobKey: '7', retries: 2 });
  });

  test('a worker that throws while the engine refuses the failure harms nobody', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): unknown => unhandled.push(reason);
    process.on('unhandledRejection', note);
    gateway.replies['FailJob'] = [{ fail: status.INTERNAL }];
    const broken: Run = ({ amount }) => {
      if (amount === undefined) throw new Error('boom');
      return Promise.resolve({});
    };
    await runAndPush(broken, job('1'), job('2', { amount: '1' }));
    await expectSoon('both to end', () => ended().length === 2);
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
    expect(await endsOf('unreported')).toBe(1);
    expect(await endsOf('complete')).toBe(1);
  });

  test('completing a job that is no longer ours is known and counted, and not repeated', async () => {
    gateway.replies['CompleteJob'] = [{ fail: status.NOT_FOUND }];
    await runAndPush(done, job('1'));
    await expectSoon('the end', () => ended().length === 1);
    expect(await endsOf('gone')).toBe(1);
    expect(gateway.callsOf('CompleteJob')).toHaveLength(1);
  });

  test.each([status.RESOURCE_EXHAUSTED, status.UNAVAILABLE, status.DEADLINE_EXCEEDED])(
    'a result that the engine cannot take (%p) is told again after growing, jittered pauses',
    async (code) => {
      const storm: Reply[] = Array.from({ length: 8 }, () => ({ fail: code }));
      gateway.replies['CompleteJob'] = [...storm, { respond: {} }];
      await runAndPush(done, job('1'));
      await expectSoon('the end', () => ended().length === 1);
      expect(await endsOf('complete')).toBe(1);
      expect(gateway.callsOf('CompleteJob')).toHaveLength(9);
      expect(clock.pauses).toHaveLength(8);
      clock.pauses.forEach((pauseMs, index) => {
        const fullMs = Math.min(2_000, 50 * 2 ** index);
        expect(pauseMs).toBeGreaterThanOrEqual(fullMs / 2);
        expect(pauseMs).toBeLessThanOrEqual(fullMs);
      });
      expect(new Set(clock.pauses.map((pauseMs) => pauseMs / 50)).size).toBeGreaterThan(4);
    },
  );

  test('when the engine cannot be told while the job is ours, we stop and say so', async () => {
    gateway.replies['CompleteJob'] = [{ fail: status.UNAVAILABLE }];
    await runAndPush(done, job('1'));
    await expectSoon('the end', () => ended().length === 1);
    expect(await endsOf('unreported')).toBe(1);
    expect(clock.now()).toBeGreaterThan(workerTimeoutMs);
  });

  test('a publish that the engine cannot take is repeated; one that it refuses is not', async () => {
    gateway.replies['PublishMessage'] = [{ fail: status.RESOURCE_EXHAUSTED }, { respond: {} }];
    expect(await door.publish(message)).toBe('published');
    expect(gateway.callsOf('PublishMessage')).toHaveLength(2);
    gateway.replies['PublishMessage'] = [{ fail: status.INVALID_ARGUMENT }];
    await expect(door.publish(message)).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
    expect(gateway.callsOf('PublishMessage')).toHaveLength(3);
  });

  test('a message whose id is known already is a duplicate, which is success', async () => {
    gateway.replies['PublishMessage'] = [{ fail: status.ALREADY_EXISTS }];
    expect(await door.publish({ ...message, messageId: 'T1' })).toBe('duplicate');
  });

  test('every call carries a deadline', async () => {
    await runAndPush(busy, job('1'));
    gateway.replies['CreateProcessInstanceWithResult'] = [{ respond: { variables: '{}' } }];
    gateway.replies['Topology'] = [{ respond: { brokers: [], partitionsCount: 0 } }];
    gateway.replies['DeployResource'] = [{ respond: { key: '1', deployments: [] } }];
    await door.ask({ message, timeoutMs: 1_000 });
    await door.checkHealth();
    await door.deploy([]);
    await expectSoon('a FailJob', () => gateway.callsOf('FailJob').length === 1);
    await expectSoon('a poll', () => gateway.callsOf('ActivateJobs').length > 0);
    expect(new Set(gateway.calls.map(({ method }) => method)).size).toBe(7);
    for (const { method, deadline } of gateway.calls) {
      expect({ method, hasDeadline: Number.isFinite(Number(deadline)) }).toEqual({
        method,
        hasDeadline: true,
      });
    }
  });

  test('a gateway that never answers is given up on in time', async () => {
    await reconnect({ ZEEBE_COMMAND_TIMEOUT_MS: '100' });
    gateway.replies['Topology'] = ['silence'];
    await expect(door.checkHealth()).rejects.toMatchObject({ code: status.DEADLINE_EXCEEDED });
  });

  test('a connection that has gone silent is noticed and replaced', async () => {
    await reconnect({ ZEEBE_KEEPALIVE_MS: '100' });
    await runAndPush(done);
    gateway.goSilent();
    await expectSoon('a new stream', () => gateway.callsOf('StreamActivatedJobs').length === 2);
    gateway.push(job('1'));
    await expectSoon('the end', () => ended().length === 1);
  });
});

describe('the way in', () => {
  test('keys above 2^53 and decimal amounts arrive and leave as they are', async () => {
    const key = '9223372036854775807';
    await runAndPush(
      (input) => Promise.resolve({ back: input.amount }),
      job(key, { amount: '0.10' }),
    );
    await expectSoon('a CompleteJob', () => gateway.callsOf('CompleteJob').length === 1);
    const { request } = gateway.callsOf('CompleteJob')[0] ?? {};
    expect(request).toEqual({ jobKey: key, variables: '{"back":"0.10"}' });
  });

  test('only the variables of the input and those that name the payment are fetched', async () => {
    await runAndPush(done);
    // arrival: where a request that came has its trace.
    const ids = ['tenant', 'transactionId', 'transferId', 'quoteId', 'traceparent', 'arrival'];
    expect(gateway.callsOf('StreamActivatedJobs')[0]?.request).toMatchObject({
      type,
      fetchVariable: ['amount', ...ids],
    });
  });

  test('all workers share one connection', async () => {
    const types = Array.from({ length: 16 }, (_, index) => `test:work-${index}:1`);
    door.run(types.map((one) => worker(done, one)));
    await expectSoon('all streams and polls', () => gateway.calls.length === 32);
    expect(gateway.connections).toBe(1);
  });

  test('streams and polls that end are opened again', async () => {
    await runAndPush(done);
    await expectSoon('a poll', () => gateway.callsOf('ActivateJobs').length === 1);
    gateway.endStreams();
    await expectSoon(
      'the second stream',
      () => gateway.callsOf('StreamActivatedJobs').length === 2,
    );
    await expectSoon('the second poll', () => gateway.callsOf('ActivateJobs').length === 2);
    gateway.push(job('1'));
    await expectSoon('the end', () => ended().length === 1);
  });

  test('after a poll that brought jobs the next one follows at once', async () => {
    gateway.replies['ActivateJobs'] = [
      { respond: { jobs: [job('1')] } },
      { respond: { jobs: [job('2')] } },
      'silence',
    ];
    door.run([worker(done)]);
    await expectSoon('both to end', () => ended().length === 2);
    expect(clock.pauses).toEqual([]);
    expect(gateway.callsOf('ActivateJobs')[0]?.request).toMatchObject({ maxJobsToActivate: 64 });
  });

  test('a gateway that is busy or away is asked with growing, jittered pauses of at most 10 s', async () => {
    clock.pauseMaxMs = workerTimeoutMs / 2;
    for (const method of ['ActivateJobs', 'StreamActivatedJobs']) {
      gateway.replies[method] = [{ fail: status.RESOURCE_EXHAUSTED }];
    }
    door.run([worker(done)]);
    await expectSoon('many pauses', () => clock.pauses.length > 30);
    expect(Math.max(...clock.pauses)).toBeLessThanOrEqual(10_000);
    expect(Math.min(...clock.pauses.slice(20))).toBeGreaterThanOrEqual(5_000);
    expect(new Set(clock.pauses).size).toBeGreaterThan(20);
    expect(lines.filter(({ text }) => text === 'no jobs come in, trying again')).toHaveLength(1);
  });

  test('a gateway that answers empty polls at once does not make us spin', async () => {
    clock.pauseMaxMs = workerTimeoutMs / 2;
    gateway.replies['ActivateJobs'] = [{ respond: { jobs: [] } }];
    door.run([worker(done)]);
    await expectSoon('many polls', () => gateway.callsOf('ActivateJobs').length > 10);
    expect(clock.pauses.length).toBeGreaterThanOrEqual(10);
  });

  test('no more jobs are worked on at once than allowed, and each is worked on once', async () => {
    await reconnect({ ZEEBE_MAX_JOBS_IN_FLIGHT: '3', ZEEBE_MAX_JOBS_PER_WORKER: '3' });
    const started: string[] = [];
    const finish: (() => void)[] = [];
    const slow: Run = (_input, { key }) => {
      started.push(key);
      return new Promise((resolve) => finish.push(() => resolve({})));
    };
    const keys = Array.from({ length: 60 }, (_, index) => String(index + 1));
    // One tenant alone never gets all places: see job-slots.test.ts.
    await runAndPush(slow, ...keys.map((key) => job(key, { tenant: `tenant-${key}` })));
    for (const [ends] of keys.entries()) {
      const allowed = Math.min(ends + 3, keys.length);
      await expectSoon('every place to be taken', () => started.length >= allowed);
      expect(started).toHaveLength(allowed);
      finish[ends]?.();
      await expectSoon('one more to end', () => ended().length === ends + 1);
    }
    expect(started).toEqual(keys);
    expect(ended().map(({ jobKey }) => jobKey)).toEqual(keys);
  });
});

describe('the end of a job', () => {
  test('a worker that outlives its time is told to stop, and the attempt has failed', async () => {
    let told: unknown;
    const endless: Run = (_input, { signal }) =>
      new Promise(() => {
        signal.addEventListener('abort', () => (told = signal.reason as unknown));
        setImmediate(() => clock.endWorkersTime());
      });
    await runAndPush(endless, job('1'));
    await expectSoon('a FailJob', () => gateway.callsOf('FailJob').length === 1);
    expect(told).toMatchObject({ why: 'time-over' });
    expect(gateway.callsOf('FailJob')[0]?.request).toMatchObject({ retries: 2 });
  });

  test('a job that waited in line until its time was over is left to the engine', async () => {
    await reconnect({ ZEEBE_MAX_JOBS_IN_FLIGHT: '1' });
    const keys: string[] = [];
    const endless: Run = (_input, { key }) => {
      keys.push(key);
      return new Promise(() => undefined);
    };
    door.run([worker(endless), worker(endless, 'test:other:1')]);
    await expectSoon('streams', () => gateway.callsOf('StreamActivatedJobs').length === 2);
    gateway.push(job('1'));
    await expectSoon('the first to start', () => keys.length === 1);
    gateway.push({ ...job('2'), type: 'test:other:1' });
    await expectSoon('both to be here', async () => (await receivedJobs()) === 2);
    clock.endWorkersTime();
    await expectSoon('a FailJob', () => gateway.callsOf('FailJob').length === 1);
    await expectSoon('the second to be left', () => lines.some(({ jobKey }) => jobKey === '2'));
    expect(keys).toEqual(['1']);
  });

  test('draining lets jobs end, hands back those that do not, and takes no more', async () => {
    await reconnect({ ZEEBE_MAX_JOBS_IN_FLIGHT: '1' }, systemClock);
    let started = 0;
    const endless: Run = () => {
      started += 1;
      return new Promise(() => undefined);
    };
    await runAndPush(endless, job('1'), job('2'));
    await expectSoon('the first to start', () => started === 1);
    await door.drain(10);
    expect(started).toBe(1);
    const handedBack = gateway.callsOf('FailJob').map(({ request }) => request);
    expect(handedBack).toHaveLength(2);
    for (const request of handedBack) {
      expect(request).toMatchObject({ retries: 3, retryBackOff: '0' });
    }
    await expect(door.publish(message)).rejects.toMatchObject({ code: status.CANCELLED });
  });

  test('draining keeps the connection for as long as others need it', async () => {
    let finish = (): void => undefined;
    const others = new Promise<void>((resolve) => (finish = resolve));
    const drained = door.drain(0, others);
    expect(await door.publish(message)).toBe('published');
    finish();
    await drained;
    await expect(door.publish(message)).rejects.toMatchObject({ code: status.CANCELLED });
  });

  test('each job leaves one line that names the payment and its trace', async () => {
    const trace = '0af7651916cd43dd8448eb211c80319c';
    const variables = {
      tenant: 'lion',
      transactionId: 'T1',
      traceparent: `00-${trace}-b7ad6b7169203331-01`,
    };
    await runAndPush(done, job('1', variables));
    await expectSoon('the end', () => ended().length === 1);
    expect(ended()).toEqual([
      expect.objectContaining({
        ...{ tenant: 'lion', transactionId: 'T1', traceId: trace, jobType: type },
        ...{ processInstanceKey: '1', attempt: 1, end: 'complete', durationMs: 0 },
      }),
    ]);
  });
});
