/** Obligations on a real broker: closers are killed at any moment, and no figure is wrong afterwards. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Registry } from 'prom-client';
import type { KafkaDoor, ReadRange } from '../../connectors/common/doors/kafka/kafka-door';
import type { ClosedCycle } from '../../connectors/common/contracts/fee-cycles';
import type { FeeEntry } from '../../connectors/common/contracts/fees';
import { add, type Money } from '../../connectors/common/money';
import { feeEntriesTopic } from '../../connectors/common/contracts/fee-topics';
import { requireBalanced } from '../../connectors/obligations/figures';
import {
  startObligations,
  type RunningObligations,
} from '../../connectors/obligations/start-obligations';
import { startKafka, type Kafka } from '../kit/stack/kafka';
import { startProcess, type ManagedProcess } from '../kit/stack/processes';
import { feeEntry } from '../kit/obligations';
import { contentOf, eventually, openDoor } from '../kit/kafka';
import { silentLog } from '../kit/mojaloop';
import { readPlan, type Plan, type PlanText } from './obligations-closer/plan';

jest.setTimeout(300_000);

const kills = 12;
const minuteMs = 60_000;

let kafka: Kafka;
let door: KafkaDoor;
let folder: string;

beforeAll(async () => {
  kafka = await startKafka();
  door = openDoor(kafka);
  folder = mkdtempSync(join(tmpdir(), 'payment-hub-obligations-'));
});
afterAll(async () => {
  await door.close();
  await kafka.stop();
  rmSync(folder, { recursive: true });
});

/** Entries as the stream handler writes them, in transactions, each now and then again, late or changed. */
class Writer {
  readonly first = new Map<string, FeeEntry>();
  private isOver = false;
  private readonly running: Promise<void>;

  constructor(private readonly plan: Plan) {
    this.running = this.run();
  }

  stop(): Promise<void> {
    this.isOver = true;
    return this.running;
  }

  private async run(): Promise<void> {
    const topic = this.plan.settings.FEE_ENTRIES_TOPIC;
    for (let batch = 0; !this.isOver; batch += 1) {
      const records = Array.from({ length: 5 }, (_, index) => {
        const entry = this.entry(batch * 5 + index);
        return { topic, key: entry.transactionId, value: JSON.stringify(entry) };
      });
      await door.publish(records);
      await sleep(150);
    }
  }

  private entry(number: number): FeeEntry {
    const again = this.first.get(`t${number - 37}`);
    if (again !== undefined && number % 11 === 0) return again;
    if (again !== undefined && number % 101 === 0) return { ...again, amount: '99' };
    const isLate = number % 13 === 0;
    const occurredAtMs = this.plan.clock.now() - (isLate ? (1 + (number % 50)) * minuteMs : 0);
    const dfsps = ['bank-a', 'bank-b', 'mfi-c', 'wallet-d'];
    const entry = feeEntry({
      transactionId: `t${number}`,
      occurredAt: new Date(Math.floor(occurredAtMs)).toISOString(),
      debtor: dfsps[number % 4] ?? '',
      creditor: dfsps[(number + 1 + (number % 3)) % 4] ?? '',
      ...([
        { currency: 'TZS', amount: '0.6' },
        { currency: 'JPY', amount: '1234567890123' },
        { currency: 'KWD', amount: '0.125' },
      ][number % 3] ?? {}),
    });
    this.first.set(entry.transactionId, entry);
    return entry;
  }
}

/** The same door, but entries are read out of what is there now: a consumer for each cycle takes long. */
async function withEntriesAtHand(topic: string): Promise<KafkaDoor> {
  const records = await contentOf(door, topic);
  async function* read({ partition, fromOffset, toOffset }: ReadRange) {
    await Promise.resolve();
    yield* records.filter(
      (one) => one.partition === partition && one.offset >= fromOffset && one.offset < toOffset,
    );
  }
  return { ...door, read };
}

const logFiles: string[] = [];

const startCloser = (plan: PlanText): Promise<ManagedProcess> => {
  const logFile = join(folder, `closer-${logFiles.length}.log`);
  logFiles.push(logFile);
  return startProcess({
    name: 'closer',
    command: process.execPath,
    args: [
      ...['--require', 'tsx/cjs', join(__dirname, 'obligations-closer/main.ts')],
      JSON.stringify(plan),
    ],
    workingDirectory: join(__dirname, '../..'),
    logFile,
    readiness: 'first-json-line',
    readyWithinMs: 60_000,
  });
};

/** Two closers; now and then one of them, at any moment, is no more. */
async function killClosers(plan: PlanText): Promise<void> {
  const closers = await Promise.all([startCloser(plan), startCloser(plan)]);
  for (let kill = 0; kill < kills; kill += 1) {
    await sleep((kill * 373) % 1500);
    const victim = closers[kill % 2];
    await victim?.kill();
    closers[kill % 2] = await startCloser(plan);
  }
  await sleep(2000);
  await Promise.all(closers.map((closer) => closer.kill()));
}

async function expectAllCounted(
  running: RunningObligations,
  written: ReadonlyMap<string, FeeEntry>,
): Promise<{ late: number }> {
  const cycleOf = new Map<string, string>();
  const sums = new Map<string, Money>();
  let late = 0;
  for (const { cycleId, state, entries } of running.cycles()) {
    const cycle = running.cycle(cycleId);
    if (cycle === undefined) throw new Error(`${cycleId} is listed and not known`);
    requireBalanced(cycle);
    late += cycle.late.reduce((sum, one) => sum + one.entries, 0);
    for (const { currency, gross } of cycle.obligations) {
      for (const amount of [gross.byDebtor, gross.byCreditor]) {
        const before = sums.get(currency) ?? { amount: '0', currency };
        sums.set(currency, add(before, { amount, currency }));
      }
    }
    if (entries === 0) continue;
    if (state === 'closed') {
      expect(await running.recompute(cycleId)).toEqual({ cycleId, entries, differences: [] });
    }
    for await (const { entry } of running.entries(cycleId) ?? []) {
      expect(entry).toEqual(written.get(entry.transactionId));
      expect(cycleOf.get(entry.transactionId)).toBeUndefined();
      cycleOf.set(entry.transactionId, cycleId);
    }
  }
  expect(cycleOf.size).toBe(written.size);
  const expected = new Map<string, Money>();
  for (const { amount, currency } of written.values()) {
    const before = expected.get(currency) ?? { amount: '0', currency };
    expected.set(currency, add(before, { amount, currency }));
  }
  expect(Object.fromEntries(sums)).toEqual(Object.fromEntries(expected));
  return { late };
}

test('after closers were killed again and again, every entry is in one cycle, and every cycle as published', async () => {
  const text = {
    brokers: kafka.brokers,
    beginMs: Date.now(),
    showsMs: Date.now() - 120 * minuteMs,
  };
  const plan = readPlan(JSON.stringify(text));
  const { settings } = plan;
  // Fewer partitions than usual: each is read anew by a consumer of its own.
  await door.ensureTopics([{ ...feeEntriesTopic(settings.FEE_ENTRIES_TOPIC), partitions: 3 }]);
  const writer = new Writer(plan);
  await killClosers(text);
  await writer.stop();

  const metrics = new Registry();
  const deps = { clock: plan.clock, log: silentLog, metrics };
  const atHand = await withEntriesAtHand(settings.FEE_ENTRIES_TOPIC);
  const running = await startObligations(deps, atHand, settings);
  const openBefore = running
    .cycles()
    .filter(({ state }) => state === 'open')
    .at(-1);
  await eventually(async () => {
    await running.closeDue();
    const cycle = running.cycle(openBefore?.cycleId ?? '');
    return cycle?.state === 'closed';
  });
  // What it knows can be asked for still.
  await running.stop();
  const { late } = await expectAllCounted(running, writer.first);
  const records = await contentOf(door, settings.FEE_CYCLES_TOPIC);
  const closings = records.map(({ value }) => JSON.parse(value ?? '') as ClosedCycle);
  const closed = running.cycles().filter(({ state }) => state === 'closed');
  expect(late).toBeGreaterThan(0);
  expect(running.setAside().counts.duplicate).toBeGreaterThan(0);
  expect(running.setAside().counts.conflicting).toBeGreaterThan(0);
  expect(new Set(closings.map(({ cycleId }) => cycleId)).size).toBe(closed.length);
  for (const file of logFiles) {
    expect(readFileSync(file, 'utf8')).not.toContain('ALARM: a closed cycle');
  }
  console.info(
    `${kills} kills: ${writer.first.size} entries in ${closed.length} cycles, ${late} late, ` +
      `${closings.length - closed.length} closings that came second`,
  );
});
