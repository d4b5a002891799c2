/** The journal on Kafka in memory and a real folder. Time is moved, never waited for. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  appendFileSync,
  chmodSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { eventually } from '../../../test/kit/kafka';
import { MemoryKafka, type MemoryDoor } from '../../../test/kit/memory-kafka';
import { silentLog } from '../../../test/kit/mojaloop';
import { systemClock, systemRandom } from '../clock';
import { journalEnvironment, readJournalMessage } from '../contracts/message-journal';
import { TransportError, type HttpRequest, type HttpTransport } from '../runtime';
import type { Exchange } from './exchange';
import { sendsFor } from './job-of';
import { MessageJournal } from './message-journal';
import { createJournalMetrics } from './metrics';
import { tapped } from './tap';

const exchange = (url: string, body = ''): Exchange => ({
  ...{ direction: 'sent', peer: 'fineract', tenant: 'lion', startedMs: 0, endedMs: 1 },
  request: { method: 'GET', url, headers: {}, body },
  outcome: 'answered',
  status: 200,
});

class World {
  readonly folder = mkdtempSync(join(tmpdir(), 'message-journal-'));
  readonly kafka = new MemoryKafka();
  readonly alarms: string[] = [];
  aheadMs = 0;
  readonly clock = {
    now: () => systemClock.now() + this.aheadMs,
    sleep: (durationMs: number, signal?: AbortSignal) =>
      systemClock.sleep(Math.min(durationMs, 3), signal),
  };
  private readonly running: MessageJournal[] = [];

  /** A process of its own: one that is left alone was killed. */
  start(settings: Record<string, string> = {}, kafka: MemoryDoor = this.kafka.door()) {
    const registry = new Registry();
    const log = { ...silentLog, error: (_: object, text: string) => void this.alarms.push(text) };
    const journal = new MessageJournal(
      {
        kafka,
        clock: this.clock,
        random: systemRandom,
        log,
        metrics: createJournalMetrics(registry),
      },
      journalEnvironment.parse({ MESSAGE_JOURNAL_SPOOL_DIRECTORY: this.folder, ...settings }),
    );
    this.running.push(journal);
    const lost = async (why: string): Promise<number> => {
      const metric = await registry.getSingleMetric('hub_message_journal_lost_total')?.get();
      return metric?.values.find(({ labels }) => labels['why'] === why)?.value ?? 0;
    };
    return { journal, lost, kafka };
  }

  /** What stands on the topic, by address. */
  told(): string[] {
    const topic = 'payment-hub.message-journal';
    return this.topicIsThere(topic)
      ? this.kafka
          .partitions(topic)
          .flatMap((records) => records.map((one) => readJournalMessage(one)?.request.url ?? '?'))
          .sort()
      : [];
  }

  files = () => readdirSync(this.folder);

  /** In all files, whole ones. */
  linesOnDisk = () =>
    this.files().reduce(
      (sum, name) => sum + readFileSync(join(this.folder, name), 'utf8').split('\n').length - 1,
      0,
    );

  async end(): Promise<void> {
    for (const one of this.running) await one.close(0);
    chmodSync(this.folder, 0o700);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private topicIsThere(name: string): boolean {
    return this.kafka
      .differences({ name, partitions: 6, settings: {} })
      .every(({ what }) => what !== 'topic');
  }
}

let world: World;
beforeEach(() => {
  world = new World();
});
afterEach(() => world.end());

const urls = (count: number, prefix = 'http://f/') =>
  Array.from({ length: count }, (_, at) => `${prefix}${String(at).padStart(4, '0')}`);

test('what is noted stands on the topic, each once, and no longer on disk', async () => {
  const { journal } = world.start();
  for (const url of urls(500)) journal.note(exchange(url));
  await eventually(() => world.told().length === 500);
  expect(world.told()).toEqual(urls(500));
  await eventually(() => world.files().length === 0);
});

test('what is noted while Kafka is away waits on disk, and is sent when it is back', async () => {
  world.kafka.isDown = true;
  const { journal } = world.start();
  for (const url of urls(2_000)) journal.note(exchange(url, 'x'.repeat(1_000)));
  await eventually(() => world.files().length > 1);
  world.kafka.isDown = false;
  await eventually(() => world.told().length === 2_000);
  expect(world.told()).toEqual(urls(2_000));
});

test('what a killed process has left on disk is sent by the next one', async () => {
  world.kafka.isDown = true;
  const killed = world.start();
  for (const url of urls(10)) killed.journal.note(exchange(url));
  await eventually(() => world.linesOnDisk() === 10);
  killed.kafka.kill();
  world.kafka.isDown = false;
  world.aheadMs = 120_000;
  world.start();
  await eventually(() => world.told().length === 10);
  expect(world.told()).toEqual(urls(10));
});

test('of a process that is killed at work nothing is lost but its last moment', async () => {
  const script = `
    const { Registry } = require('prom-client');
    const { systemClock: clock, systemRandom: random } = require('./connectors/common/clock');
    const { kafkaEnvironment } = require('./connectors/common/doors/kafka/environment');
    const { openKafka } = require('./connectors/common/doors/kafka/open-kafka');
    const { journalEnvironment } = require('./connectors/common/contracts/message-journal');
    const { MessageJournal } = require('./connectors/common/journal/message-journal');
    const { createJournalMetrics } = require('./connectors/common/journal/metrics');
    const { createLogger } = require('./connectors/common/observability/logging');
    const registry = new Registry();
    const deps = { clock, random, log: createLogger('silent'), metrics: registry };
    const kafka = openKafka(kafkaEnvironment.parse({ KAFKA_BROKERS: '127.0.0.1:1' }), deps);
    const settings = { MESSAGE_JOURNAL_SPOOL_DIRECTORY: process.argv[1] };
    const metrics = createJournalMetrics(registry);
    const journal = new MessageJournal({ ...deps, kafka, metrics }, journalEnvironment.parse(settings));
    let count = 0;
    setInterval(() => {
      const startedMs = Date.now();
      const request = { method: 'GET', url: 'http://f/' + String(count++), headers: {} };
      const of = { direction: 'sent', peer: 'fineract', outcome: 'timeout' };
      journal.note({ ...of, startedMs, endedMs: startedMs, request });
      process.stdout.write(startedMs + '\\n');
    }, 1);`;
  const args = ['--require', 'tsx/cjs', '-e', script, world.folder];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await eventually(() => said.split('\n').length > 1_500);
  child.kill('SIGKILL');
  await once(child, 'close');
  const noted = said.trim().split('\n').map(Number);
  // Ten times what it may take: this machine may be busy.
  const longBefore = noted.filter((at) => at < (noted.at(-1) ?? 0) - 1_000).length;
  world.aheadMs = 120_000;
  world.start();
  await eventually(() => world.told().length >= longBefore);
  expect(longBefore).toBeGreaterThan(0);
}, 60_000);

test('a line that a kill has cut off is counted, and those before it are sent', async () => {
  const line = JSON.stringify({ messageId: 'm-1' });
  const name = `${'1'.padStart(15, '0')}-${systemRandom.uuid()}-0.open`;
  writeFileSync(join(world.folder, name), `${line}\n`);
  appendFileSync(join(world.folder, name), '{"messageId":"m-2","sch');
  world.aheadMs = 120_000;
  const { lost } = world.start();
  await eventually(() => world.told().length === 1);
  await eventually(async () => (await lost('torn')) === 1);
  expect(world.alarms).toEqual([]);
});

test('with the folder full of what waits, the rest is counted and told, with what to do', async () => {
  world.kafka.isDown = true;
  const { journal, lost } = world.start({ MESSAGE_JOURNAL_SPOOL_BYTES_MAX: String(1024 * 1024) });
  for (const url of urls(2_500)) journal.note(exchange(url, 'x'.repeat(1_000)));
  await eventually(async () => (await lost('spool-full')) > 0);
  expect(world.alarms).toEqual([expect.stringMatching(/ALARM: .*MESSAGE_JOURNAL_SPOOL_BYTES_MAX/)]);
  world.kafka.isDown = false;
  await eventually(() => world.told().length > 0 && world.files().length === 0);
  journal.note(exchange('http://f/after'));
  await eventually(() => world.told().includes('http://f/after'));
});

test('a message that Kafka takes not even alone is counted, and holds up no other', async () => {
  world.kafka.addTopic('payment-hub.message-journal', 1, {
    settings: { 'max.message.bytes': '2000' },
  });
  const { journal, lost } = world.start();
  journal.note(exchange('http://f/a'));
  journal.note(exchange('http://f/b', 'x'.repeat(3_000)));
  journal.note(exchange('http://f/c'));
  await eventually(() => world.told().includes('http://f/c'));
  expect([...new Set(world.told())]).toEqual(['http://f/a', 'http://f/c']);
  expect(await lost('too-large')).toBe(1);
});

const answers: HttpTransport = {
  request: () => Promise.resolve({ status: 200, headers: {}, body: 'fine' }),
};
const request = {
  ...{ method: 'GET' as const, url: 'http://f/', headers: {}, timeoutMs: 1_000 },
  peer: { tenant: 'lion', name: 'fineract' },
} satisfies HttpRequest;

describe('a request is answered as if there were no journal', () => {
  const through = (journal: MessageJournal) => tapped(answers, journal, systemClock);

  test('while Kafka never answers', async () => {
    const kafka = world.kafka.door();
    kafka.publishersWaitFor = new Promise(() => undefined);
    const { journal } = world.start({}, kafka);
    for (let count = 0; count < 1_000; count += 1) {
      expect((await through(journal).request(request)).body).toBe('fine');
    }
  });

  test('while the folder cannot be written to: it is a file', async () => {
    const file = join(world.folder, 'file');
    writeFileSync(file, '');
    const { journal, lost } = world.start({ MESSAGE_JOURNAL_SPOOL_DIRECTORY: file });
    expect((await through(journal).request(request)).body).toBe('fine');
    await eventually(async () => (await lost('disk')) === 1);
    expect(world.alarms).toEqual([expect.stringContaining('MESSAGE_JOURNAL_SPOOL_DIRECTORY')]);
  });

  test('while more comes than is held in memory: no more than 8 MiB are', async () => {
    const { journal, lost } = world.start();
    const large = { ...request, method: 'POST' as const, body: 'x'.repeat(3 * 1024 * 1024) };
    const all = await Promise.all([1, 2, 3, 4].map(() => through(journal).request(large)));
    expect(all.map(({ body }) => body)).toEqual(['fine', 'fine', 'fine', 'fine']);
    expect(await lost('memory')).toBe(2);
  });
});

test('a request without an answer is told too, and fails as it would', async () => {
  const { journal } = world.start();
  const failing: HttpTransport = {
    request: () => Promise.reject(new TransportError('timeout', false, 'no answer')),
  };
  await expect(tapped(failing, journal, systemClock).request(request)).rejects.toThrow('no answer');
  await eventually(() => world.told().length === 1);
  const [record] = world.kafka.partitions('payment-hub.message-journal').flat();
  expect(record && readJournalMessage(record)).toMatchObject({
    outcome: 'timeout',
    peer: 'fineract',
  });
});

test('of a body for its reader’s eyes only nothing is told', async () => {
  const { journal } = world.start();
  const http = tapped(answers, journal, systemClock);
  const { peer: to, ...rest } = request;
  const body = '{"code":"123456"}';
  await http.request({ ...rest, body, journaledAs: { to, hasSecretBody: true } });
  await eventually(() => world.told().length === 1);
  const [record] = world.kafka.partitions('payment-hub.message-journal').flat();
  expect(record?.value).not.toContain('123456');
});

test('a request bears the job whose signal it has; one to nobody of a tenant’s is not told', async () => {
  const { journal } = world.start();
  const { signal } = new AbortController();
  const variables = { tenant: 'lion', transactionId: 'tx' };
  sendsFor({ key: '1', type: 'ams:quote-payer:1', processInstanceKey: '7', variables }, signal);
  const http = tapped(answers, journal, systemClock);
  const { method, headers, timeoutMs } = request;
  await http.request({ method, headers, timeoutMs, url: 'http://identity/keys' });
  await http.request({ ...request, signal });
  await eventually(() => world.told().length === 1);
  const [record] = world.kafka.partitions('payment-hub.message-journal').flat();
  expect(record && readJournalMessage(record)).toMatchObject({
    ...{ transactionId: 'tx', jobType: 'ams:quote-payer:1', processInstanceKey: '7' },
    request: { url: 'http://f/' },
  });
});
