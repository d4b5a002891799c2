/** The door to Zeebe against a real broker. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setLogger } from '@grpc/grpc-js';
import { Registry } from 'prom-client';
import { z } from 'zod';
import { systemClock, systemRandom } from '../../connectors/common/clock';
import { TenantFiles } from '../../connectors/common/config/tenant-files';
import { tenantNamed } from '../../connectors/common/config/tenants';
import { Refused, TryAgain } from '../../connectors/common/failures';
import { bindWorker } from '../../connectors/common/hub/role';
import type { Logger } from '../../connectors/common/runtime';
import { defineWorker, type JobContext } from '../../connectors/common/hub/worker';
import { engineLooksEveryMs, leaseMs } from '../../connectors/common/retries/steps';
import { Gateway } from '../../connectors/common/zeebe/gateway';
import { zeebeEnvironment } from '../../connectors/common/zeebe/environment';
import { notTaken, retryCall } from '../../connectors/common/zeebe/retry-call';
import { connectZeebe, type ZeebeDoor } from '../../connectors/common/zeebe/zeebe-door';
import { startZeebe, type Zeebe } from '../kit/stack/zeebe';

jest.setTimeout(120_000);

type Variables = Record<string, unknown>;

interface Received {
  readonly input: Variables;
  readonly job: JobContext;
}

const noMoney = { errorCode: '4001', errorDescription: 'Payer FSP insufficient liquidity' };
const busy = (): Promise<never> => Promise.reject(new TryAgain('busy', noMoney));

let zeebe: Zeebe;
let doors: Hub[] = [];
let processes = 0;

beforeAll(async () => {
  // Pings may come as often as the tests send them, and no oftener than a gateway as it comes allows: while calls
  // are under way.
  const environment = { ZEEBE_BROKER_GATEWAY_NETWORK_MINKEEPALIVEINTERVAL: '50ms' };
  zeebe = await startZeebe({ controlledClock: true, environment });
});

afterAll(async () => {
  await zeebe.stop();
});

afterEach(async () => {
  await Promise.all(doors.map(({ door }) => door.drain(0)));
  doors = [];
});

/** A door, what its workers have received, and what it has logged. */
class Hub {
  readonly lines: Variables[] = [];
  readonly received: Received[] = [];
  readonly door: ZeebeDoor;
  private readonly metrics = new Registry();
  private readonly log: Logger;

  constructor(settings: Record<string, string> = {}) {
    const write = (fields: object, text: string): unknown => this.lines.push({ ...fields, text });
    this.log = { debug: write, info: write, warn: write, error: write, child: () => this.log };
    const environment = { ZEEBE_ADDRESS: zeebe.gatewayAddress, ...settings };
    this.door = connectZeebe(zeebeEnvironment.parse(environment), {
      clock: systemClock,
      random: systemRandom,
      log: this.log,
      metrics: this.metrics,
    });
    doors.push(this);
  }

  /** Starts workers of these types; each notes what it gets and does as told. */
  work(workers: Record<string, (received: Received) => Promise<Variables>>): void {
    const http = { request: () => Promise.reject(new Error('unused')) };
    const deps = { clock: systemClock, random: systemRandom, http, log: this.log };
    const definitions = Object.entries(workers).map(([type, run]) =>
      defineWorker({
        type: type as 'test:work:1',
        title: type,
        summary: '',
        timeoutMs: 60_000,
        retries: 3,
        input: z.looseObject({
          id: z.unknown().optional(),
          result: z.unknown().optional(),
          questionId: z.unknown().optional(),
          errorInformation: z.unknown().optional(),
        }),
        output: z.looseObject({}),
        bpmnErrors: { REFUSED: 'refused' },
        run: (input, _deps, job) => {
          this.received.push({ input, job });
          return run({ input, job });
        },
      }),
    );
    this.door.run(definitions.map((one) => bindWorker(one, { ...deps, messages: this.door })));
  }

  async receivedBy(way: 'push' | 'poll'): Promise<number> {
    const metric = await this.metrics.getSingleMetric('hub_jobs_received_total')?.get();
    const values = metric?.values.filter(({ labels }) => labels['way'] === way) ?? [];
    return values.reduce((sum, { value }) => sum + value, 0);
  }

  ended(end: string): number {
    return this.lines.filter((line) => line['text'] === `job ended: ${end}`).length;
  }
}

/** Waits for what the broker is about to do. */
async function expectSoon(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 100_000;
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) {
      throw new Error(`never: ${what}; logged: ${JSON.stringify(doors.map(({ lines }) => lines))}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function isHealthy(door: ZeebeDoor): Promise<boolean> {
  return door.checkHealth().then(
    () => true,
    () => false,
  );
}

interface Deployed {
  /** Job types of the first task, of the one after it, and of the one behind its REFUSED boundary. */
  readonly work: string;
  readonly after: string;
  readonly refused: string;
  readonly start: (id: string, messageId?: string) => Promise<'published' | 'duplicate'>;
}

/** message start -> work (REFUSED -> refused) -> after */
async function deploy(door: ZeebeDoor, retries = 3): Promise<Deployed> {
  const name = `test-${(processes += 1)}`;
  const type = (step: string) => `${name}:${step}:1`;
  await door.deploy([{ name: `${name}.bpmn`, content: Buffer.from(bpmn(name, type, retries)) }]);
  return {
    work: type('work'),
    after: type('after'),
    refused: type('refused'),
    start: (id, messageId = id) => {
      const publish = () =>
        door.publish({
          ...{ name, correlationKey: id, messageId, timeToLiveMs: 60_000 },
          variables: { id, transactionId: id, tenant: 'lion' },
        });
      // An engine with more to do than it can refuses some of a flood: as an app does, they come again.
      const limits = { attemptTimeoutMs: 10_000, budgetMs: 60_000, after: notTaken };
      return retryCall(publish, limits, { clock: systemClock, random: systemRandom });
    },
  };
}

function bpmn(name: string, type: (step: string) => string, retries: number): string {
  const task = (step: string) => `
    <bpmn:serviceTask id="${step}"><bpmn:extensionElements>
      <zeebe:taskDefinition type="${type(step)}" retries="${retries}"/>
    </bpmn:extensionElements></bpmn:serviceTask>`;
  const flow = (from: string, to: string) =>
    `<bpmn:sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}"/>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="test">
  <bpmn:message id="start-message" name="${name}"/>
  <bpmn:error id="refused-error" errorCode="REFUSED"/>
  <bpmn:process id="${name}" isExecutable="true">
    <bpmn:startEvent id="start">
      <bpmn:messageEventDefinition messageRef="start-message"/>
    </bpmn:startEvent>
    ${task('work')} ${task('after')} ${task('refused')}
    <bpmn:boundaryEvent id="boundary" attachedToRef="work">
      <bpmn:extensionElements><zeebe:ioMapping>
        <zeebe:output source="=errorInformation" target="errorInformation"/>
      </zeebe:ioMapping></bpmn:extensionElements>
      <bpmn:outgoing>boundary-refused</bpmn:outgoing>
      <bpmn:errorEventDefinition errorRef="refused-error"/>
    </bpmn:boundaryEvent>
    <bpmn:endEvent id="end"/>
    ${flow('start', 'work')} ${flow('work', 'after')} ${flow('after', 'end')}
    ${flow('boundary', 'refused')} ${flow('refused', 'end')}
  </bpmn:process>
</bpmn:definitions>`;
}

const done = () => Promise.resolve({});
const never = () => new Promise<never>(() => undefined);

test('deploying says what is new, and deploying again changes nothing', async () => {
  const { door } = new Hub();
  const type = (step: string) => `again:${step}:1`;
  const file = (retries: number) => ({
    name: 'again.bpmn',
    content: Buffer.from(bpmn('again', type, retries)),
  });
  const other = { name: 'other.bpmn', content: Buffer.from(bpmn('other', type, 1)) };
  const again = { file: 'again.bpmn', processId: 'again' };
  expect(await door.deploy([file(1)])).toEqual([{ ...again, version: 1, isNew: true }]);
  expect(await door.deploy([file(1)])).toEqual([{ ...again, version: 1, isNew: false }]);
  const both = await door.deploy([other, file(1)]);
  expect(both.map(({ processId, isNew }) => [processId, isNew])).toEqual([
    ['other', true],
    ['again', false],
  ]);
  expect(await door.deploy([file(2)])).toEqual([{ ...again, version: 2, isNew: true }]);
});

test('what is no BPMN is refused with its reason', async () => {
  const { door } = new Hub();
  const broken = { name: 'broken.bpmn', content: Buffer.from('<nothing/>') };
  await expect(door.deploy([broken])).rejects.toThrow(/broken\.bpmn/);
});

test('an engine whose partitions all have a healthy leader is well', async () => {
  const { door } = new Hub();
  await expectSoon('the engine is well', () => isHealthy(door));
});

test('jobs are pushed within milliseconds', async () => {
  const hub = new Hub();
  const { work, start } = await deploy(hub.door);
  hub.work({ [work]: done });
  const takesMs = async (id: string) => {
    const startedAt = performance.now();
    await start(id);
    await expectSoon('the job', () => hub.received.some(({ input }) => input['id'] === id));
    return performance.now() - startedAt;
  };
  let warmUps = 0;
  await expectSoon('the stream is open', async () => {
    await takesMs(`warm-up-${(warmUps += 1)}`);
    return (await hub.receivedBy('push')) > 0;
  });
  const polled = await hub.receivedBy('poll');
  const times: number[] = [];
  for (let count = 0; count < 15; count += 1) times.push(await takesMs(`measured-${count}`));
  expect(times.toSorted((left, right) => left - right)[7]).toBeLessThan(500);
  expect(await hub.receivedBy('poll')).toBe(polled);
});

test('jobs that were there before are polled for', async () => {
  const first = new Hub();
  const { work, after, start } = await deploy(first.door);
  first.work({ [work]: done });
  await start('early');
  // The engine makes the next job in the same step in which it takes the first one's result.
  await expectSoon('the next job is there', () => first.ended('complete') === 1);
  const second = new Hub();
  second.work({ [after]: done });
  await expectSoon('the job', () => second.received.length === 1);
  expect(await second.receivedBy('poll')).toBe(1);
});

test('the same message is a duplicate and starts nothing', async () => {
  const hub = new Hub();
  const { work, start } = await deploy(hub.door);
  hub.work({ [work]: done });
  expect(await start('one')).toBe('published');
  expect(await start('one')).toBe('duplicate');
  expect(await start('two')).toBe('published');
  await expectSoon('the second job', () => hub.received.length === 2);
  expect(hub.received.map(({ input }) => input['id']).toSorted()).toEqual(['one', 'two']);
});

test('a message that lives for no time is not kept, and is a duplicate while its like is', async () => {
  const { door } = new Hub();
  const note = (timeToLiveMs: number) =>
    door.publish({
      ...{ name: 'noted', correlationKey: 'lion:1', messageId: 'lion:1' },
      ...{ timeToLiveMs, variables: {} },
    });
  expect([await note(0), await note(0)]).toEqual(['published', 'published']);
  expect([await note(60_000), await note(0), await note(0)]).toEqual([
    ...['published', 'duplicate', 'duplicate'],
  ]);
});

test('what a worker gives is there in the next step', async () => {
  const hub = new Hub();
  const { work, after, start } = await deploy(hub.door);
  hub.work({ [work]: () => Promise.resolve({ result: { amount: '0.10' } }), [after]: done });
  await start('flow');
  await expectSoon('both jobs', () => hub.received.length === 2);
  expect(hub.received[1]?.input).toMatchObject({ result: { amount: '0.10' } });
});

// The error's variables are the boundary event's own: only its output mapping passes them on.
test('a refusal goes the way of its boundary event and brings its reason there', async () => {
  const hub = new Hub();
  const { work, refused, start } = await deploy(hub.door);
  hub.work({ [work]: () => Promise.reject(new Refused(noMoney)), [refused]: done });
  await start('poor');
  await expectSoon('both jobs', () => hub.received.length === 2);
  expect(hub.received[1]?.input).toMatchObject({ errorInformation: noMoney });
});

test('a job that failed comes again after its backoff, attempt by attempt', async () => {
  const hub = new Hub();
  const { work, start } = await deploy(hub.door);
  hub.work({ [work]: ({ job }) => (job.attempt < 3 ? busy() : done()) });
  await start('busy');
  for (const attempt of [1, 2]) {
    await expectSoon('the failure is known', () => hub.ended('retry') === attempt);
    expect(hub.received).toHaveLength(attempt);
    await zeebe.moveClock(2_000);
  }
  await expectSoon('the end', () => hub.ended('complete') === 1);
  expect(hub.received.map(({ job }) => job.attempt)).toEqual([1, 2, 3]);
});

test('a job whose attempts are used up is an incident and does not come again', async () => {
  const hub = new Hub();
  const { work, start } = await deploy(hub.door, 1);
  hub.work({ [work]: ({ input }) => (input['id'] === 'stuck' ? busy() : done()) });
  await start('stuck');
  await expectSoon('the incident', () => hub.ended('incident') === 1);
  await zeebe.moveClock(600_000);
  await start('next');
  await expectSoon('the next one', () => hub.ended('complete') === 1);
  expect(hub.received.map(({ input }) => input['id'])).toEqual(['stuck', 'next']);
});

test('a job whose worker was killed in the middle comes again when its lease is over', async () => {
  const hub = new Hub();
  const { work, start } = await deploy(hub.door);
  await start('killed');
  const script = join(__dirname, 'zeebe-victim/main.ts');
  const victim = spawn(
    process.execPath,
    ['--require', 'tsx/cjs', script, zeebe.gatewayAddress, work],
    { cwd: join(__dirname, '../..'), stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(victim.stdout, 'data');
  victim.kill('SIGKILL');
  await once(victim, 'exit');
  hub.work({ [work]: done });
  await zeebe.moveClock(leaseMs + engineLooksEveryMs);
  await expectSoon('the job', () => hub.ended('complete') === 1);
  expect(hub.received).toMatchObject([{ input: { id: 'killed' }, job: { attempt: 1 } }]);
});

test('a job stays with its process for as long as that prolongs it', async () => {
  const hub = new Hub();
  const { work, start } = await deploy(hub.door);
  hub.work({ [work]: never });
  await start('long');
  await expectSoon('the job', () => hub.received.length === 1);
  const address = zeebe.gatewayAddress;
  const gateway = new Gateway({ address, tls: false, keepaliveMs: 45_000 });
  const jobKey = hub.received[0]?.job.key ?? '';
  await gateway.call('updateJobTimeout', { jobKey, timeout: 600_000 }, 10_000);
  gateway.close();
  await zeebe.moveClock(leaseMs + engineLooksEveryMs);
  await start('next');
  await expectSoon('the next one', () => hub.received.length === 2);
  await zeebe.moveClock(600_000);
  await expectSoon('the first again', () => hub.received.length >= 4);
  const ids = hub.received.map(({ input }) => input['id']);
  expect(ids.filter((id) => id === 'long')).toHaveLength(2);
});

test('draining lets a job end and takes no more', async () => {
  const hub = new Hub();
  const { work, start } = await deploy(hub.door);
  let finish = (): void => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  hub.work({ [work]: () => finished.then(() => ({})) });
  await start('first');
  await expectSoon('the job', () => hub.received.length === 1);
  const drained = hub.door.drain(30_000);
  const next = new Hub();
  next.work({ [work]: done });
  finish();
  await drained;
  expect(hub.ended('complete')).toBe(1);
  await expect(start('second')).rejects.toThrow(/closed/);
  expect(next.received).toEqual([]);
});

test('a job that does not end while draining is handed back: another takes it at once', async () => {
  const hub = new Hub();
  const { work, start } = await deploy(hub.door);
  hub.work({ [work]: never });
  await start('endless');
  await expectSoon('the job', () => hub.received.length === 1);
  const next = new Hub();
  next.work({ [work]: done });
  await hub.door.drain(0);
  await expectSoon('the job at the next', () => next.ended('complete') === 1);
  expect(next.received).toMatchObject([{ input: { id: 'endless' }, job: { attempt: 1 } }]);
});

describe('a replica without a tenant’s file', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'hub-tenants-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (tenant: string): void =>
    writeFileSync(
      join(folder, `${tenant}.yaml`),
      `tenant: ${tenant}\nfspId: ${tenant}\ncurrencies: [TZS]\nsection: {}\n`,
    );

  /** What a worker does that needs its tenant, in a process that has the files of the folder. */
  function needsTenant() {
    const files = new TenantFiles({
      ...{ directory: folder, clock: systemClock },
      ...{ sections: { section: z.object({}) }, knownSections: [] },
    });
    const tenants = files.of('section');
    return () => Promise.resolve({ result: tenantNamed(tenants, 'lion').fspId });
  }

  test('leaves its payments to those that have it: no attempt is lost, no incident made', async () => {
    write('buffalo');
    const without = new Hub();
    const { work, start } = await deploy(without.door, 1);
    without.work({ [work]: needsTenant() });
    for (const id of ['a', 'b', 'c']) await start(id);
    await expectSoon('all to be handed back', () => without.ended('hand-back') >= 3);
    const withIt = new Hub();
    write('lion');
    withIt.work({ [work]: needsTenant() });
    await expectSoon('all to end', async () => {
      await zeebe.moveClock(1_000);
      return without.ended('complete') + withIt.ended('complete') === 3;
    });
    expect(without.ended('incident')).toBe(0);
    expect(without.lines.filter(({ missing }) => missing === 'the tenant lion')).toHaveLength(1);
  });

  test('goes on with them by itself when the file comes', async () => {
    write('buffalo');
    const hub = new Hub();
    const { work, after, start } = await deploy(hub.door, 1);
    hub.work({ [work]: needsTenant(), [after]: done });
    await start('waits');
    await expectSoon('it to be handed back', () => hub.ended('hand-back') > 0);
    write('lion');
    await expectSoon('it to end', async () => {
      await zeebe.moveClock(1_000);
      return hub.ended('complete') === 2;
    });
    expect(hub.ended('incident')).toBe(0);
    expect(hub.received.at(-1)?.input).toMatchObject({ id: 'waits', result: 'lion' });
  });
});

describe('pings', () => {
  const complaints: string[] = [];
  const note = (text: unknown): unknown => complaints.push(String(text));
  beforeAll(() => setLogger({ error: note, info: note, debug: note }));
  beforeEach(() => complaints.splice(0));
  afterAll(() => setLogger(console));

  test.each([
    ['a door that only now and then calls', false],
    ['one with workers that have nothing to do', true],
  ])('the gateway does not refuse those of %s', async (_what, hasWorkers) => {
    // Its ping must be answered in as long again: also by a machine that has much to do.
    const hub = new Hub({ ZEEBE_KEEPALIVE_MS: '500' });
    if (hasWorkers) hub.work({ 'test:pinged:1': done });
    for (let round = 0; round < 2; round += 1) {
      await expectSoon('an answer', () => isHealthy(hub.door));
      // Many pings long, in the gateway's own time.
      await new Promise((resolve) => setTimeout(resolve, 3_000));
    }
    expect(complaints).toEqual([]);
  });

  test('nor those of one through which hundreds of processes run', async () => {
    const hub = new Hub({ ZEEBE_KEEPALIVE_MS: '500' });
    const { work, after, start } = await deploy(hub.door);
    hub.work({ [work]: done, [after]: done });
    const until = Date.now() + 5_000;
    let started = 0;
    while (started < 300 || Date.now() < until) {
      await Promise.all(Array.from({ length: 20 }, () => start(`pinged-${(started += 1)}`)));
    }
    await expectSoon('all jobs to end', () => hub.ended('complete') === 2 * started);
    expect(complaints).toEqual([]);
  });
});

describe('questions', () => {
  const content = readFileSync(join(__dirname, '../../bpmn/await-answer.bpmn'));

  test('a question gets the answer that a process gives', async () => {
    const hub = new Hub();
    const { work } = await deploy(hub.door);
    await hub.door.deploy([{ name: 'await-answer.bpmn', content }]);
    hub.work({
      [work]: async ({ input }) => {
        await hub.door.publish({
          name: 'question-answered',
          correlationKey: String(input['questionId']),
          timeToLiveMs: 60_000,
          variables: { answer: { state: 'COMMITTED' } },
        });
        return {};
      },
    });
    const message = { name: work.split(':')[0] ?? '', correlationKey: 'q', timeToLiveMs: 60_000 };
    const answer = await hub.door.ask({
      message: { ...message, variables: { id: 'q' } },
      timeoutMs: 60_000,
    });
    expect(answer).toEqual({ state: 'COMMITTED' });
  });

  test('an answer that comes before anybody waits for it is not lost', async () => {
    const hub = new Hub();
    await hub.door.deploy([{ name: 'await-answer.bpmn', content }]);
    await hub.door.publish({
      name: 'question-answered',
      correlationKey: 'early',
      timeToLiveMs: 60_000,
      variables: { answer: 5 },
    });
    expect(await hub.door.awaitAnswer('early', 60_000)).toBe(5);
  });

  test('a question that nobody answers ends with its time', async () => {
    const hub = new Hub();
    await hub.door.deploy([{ name: 'await-answer.bpmn', content }]);
    let answer: unknown = 'none yet';
    const asked = hub.door.awaitAnswer('nobody', 60_000).then((got) => (answer = got));
    await expectSoon('the answer', async () => {
      await zeebe.moveClock(61_000);
      return answer === undefined;
    });
    await asked;
  });
});

test('a flood of starts is taken in: every one runs, and runs once', async () => {
  const hub = new Hub({ ZEEBE_MAX_JOBS_IN_FLIGHT: '16' });
  const { work, start } = await deploy(hub.door);
  hub.work({ [work]: done });
  const ids = Array.from({ length: 300 }, (_, index) => `flood-${index}`);
  await Promise.all(ids.map((id) => start(id)));
  await expectSoon('all', () => hub.ended('complete') === ids.length);
  expect(hub.received.map(({ input }) => input['id']).toSorted()).toEqual(ids.toSorted());
});

test('a broker that is killed and comes back in the middle of jobs loses none', async () => {
  const hub = new Hub({ ZEEBE_COMMAND_TIMEOUT_MS: '1000' });
  const { work, after, start } = await deploy(hub.door);
  let finish = (): void => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  hub.work({ [work]: () => finished.then(() => ({ result: 'kept' })), [after]: done });
  const ids = ['a', 'b', 'c', 'd', 'e'];
  for (const id of ids) await start(id);
  await expectSoon('the jobs', () => hub.received.length === ids.length);
  await zeebe.kill();
  finish();
  await expect(hub.door.checkHealth()).rejects.toThrow(/UNAVAILABLE|DEADLINE/);
  await zeebe.restart();
  // The engine may have taken a result without its answer reaching us, or lost a job that it had not yet
  // written down when it gave it out, and given it again: what counts is that every process goes on.
  const kept = () => hub.received.filter(({ input }) => input['result'] === 'kept');
  const reached = () => [...new Set(kept().map(({ input }) => String(input['id'])))];
  await expectSoon('all to go on', () => reached().length === ids.length);
  expect(reached().toSorted()).toEqual(ids);
  await expectSoon('the engine is well', () => isHealthy(hub.door));
});
