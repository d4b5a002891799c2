/** `make bench-payment BASE=<commit>` and `KINDS=<kind>,<kind>`: two sides, in turns. See README.md here. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../kit/stack/scripts';
import { buildOf } from './builds';
import { closedLoop, together, type Run } from './closed-loop';
import { printPaired, type SideReport } from './paired-report';
import type { KindOfPayment } from '../kit/payments/paying';
import { profilesOf, type Profiles } from './profiles';
import { startSide, type Reading, type Side, type SideOptions } from './side';

const setting = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
const payments = setting('PAYMENTS', 200);
const concurrency = setting('CONCURRENCY', 16);
const rounds = setting('ROUNDS', 3);
const idleMs = setting('IDLE_MS', 20_000);
/** Does not wait for the end of what the payees remember: broker and records are then counted in part. */
const isQuick = process.env['QUICK'] === '1';
/** Memory after as many payments, in place of speed. */
const memoryAfter = process.env['LONG'] === '1' ? [1_000, 2_000, 3_000, 4_000] : [];
/** As long as the payees remember (payment.ts), and until the last of it is counted. */
const retentionMs = 60_000 + 8_000;

const runDirectory = join(projectRoot, '.run/bench-payment');

/** The build of another commit and today's. */
export async function benchPaired(base: string): Promise<void> {
  const build = buildOf(base);
  await compare([{ name: 'base', build }, { name: 'today' }], build.commit);
}

/** Two kinds of payments, both on today's build. */
export async function benchKinds(one: KindOfPayment, other: KindOfPayment): Promise<void> {
  const of = (kind: KindOfPayment) => ({ name: shortNames[kind], kind });
  await compare([of(one), of(other)], other);
}

const shortNames = {
  payment: 'payment',
  'payment-decided': 'decided',
  'request-to-pay': 'request',
} as const satisfies Record<KindOfPayment, string>;

type Contender = Pick<SideOptions, 'name' | 'build' | 'kind'>;

async function compare(pair: readonly [Contender, Contender], against: string): Promise<void> {
  const profiles = process.env['PROFILE'] === '1' ? profilesOf(runDirectory) : undefined;
  const jfr = process.env['JFR'] === '1' ? flightRecordingOf : () => ({});
  const start = (contender: Contender): Promise<Side> =>
    startSide({
      ...{ runDirectory, hubNodeArguments: profiles?.argumentsFor(contender.name) ?? [] },
      ...{ brokerEnvironment: jfr(contender.name), ...contender },
    });
  const sides = [await start(pair[0]), await start(pair[1])];
  let reports: SideReport[];
  try {
    reports = memoryAfter.length > 0 ? await inLongRun(sides) : await inTurns(sides, profiles);
    for (const side of sides) await side.checkMoney();
  } finally {
    await Promise.all(sides.map((side) => side.stop()));
  }
  printPaired(reports);
  if (isQuick) console.log('\nQUICK=1: what comes after a payment is not counted.');
  console.log(`\nRaw run: ${save(against, reports)}`);
  for (const side of sides) profiles?.print(side);
}

async function inTurns(sides: readonly Side[], profiles?: Profiles): Promise<SideReport[]> {
  console.log(`Warming up; then ${rounds} x ${payments} payments each, in turns ...`);
  for (const side of sides) await closedLoop(payments, concurrency, side.pay);
  await untilForgotten();
  const before = await readAll(sides);
  const turns = sides.map(() => ({ loaded: [] as Run[], single: [] as Run[], spent: noTime() }));
  const take = async (index: number, kind: 'loaded' | 'single'): Promise<void> => {
    const [side, turn] = [at(sides, index), at(turns, index)];
    const [count, atOnce] = kind === 'loaded' ? [payments, concurrency] : [payments / 5, 1];
    const from = (await side.read()).cpuMs;
    profiles?.begin(side);
    turn[kind].push(await closedLoop(Math.ceil(count), atOnce, side.pay));
    // The payee's credit may still be under way when the payer hears of it.
    await sleep(1_000);
    profiles?.end(side);
    addTo(turn.spent, difference((await side.read()).cpuMs, from));
  };
  for (let round = 0; round < rounds; round += 1) {
    // Who goes first changes: what drifts with time meets both alike.
    const order = round % 2 === 0 ? [0, 1] : [1, 0];
    for (const index of order) await take(index, 'loaded');
    for (const index of order) await take(index, 'single');
  }
  await untilForgotten();
  const after = await readAll(sides);
  const idle = isQuick ? undefined : await idleShares(sides);
  const whole = (index: number) => ({ from: at(before, index), to: at(after, index) });
  return sides.map(({ name }, index) => {
    const { loaded, single, spent } = at(turns, index);
    const count = together([...loaded, ...single]).count;
    const readings = whole(index);
    const cpuMs = idle === undefined ? spent : withoutIdle(readings, at(idle, index));
    return { name, count, cpuMs, ...readings, loaded: together(loaded), single: together(single) };
  });
}

/** Both as much, a thousand payments at a time. */
async function inLongRun(sides: readonly Side[]): Promise<SideReport[]> {
  const before = await readAll(sides);
  const runs = sides.map(() => [] as Run[]);
  const memory = sides.map(() => new Map<number, ReadonlyMap<string, number>>());
  let done = 0;
  for (const until of memoryAfter) {
    for (const [index, side] of sides.entries()) {
      at(runs, index).push(await closedLoop(until - done, concurrency, side.pay));
      at(memory, index).set(until, (await side.read()).memoryMb);
    }
    done = until;
    console.log(`${done} payments each ...`);
  }
  const after = await readAll(sides);
  return sides.map(({ name }, index) => {
    const readings = { from: at(before, index), to: at(after, index) };
    const cpuMs = difference(readings.to.cpuMs, readings.from.cpuMs);
    const loaded = together(at(runs, index));
    return { name, count: done, cpuMs, ...readings, loaded, memoryAfter: at(memory, index) };
  });
}

async function untilForgotten(): Promise<void> {
  if (!isQuick) await sleep(retentionMs);
}

const readAll = (sides: readonly Side[]): Promise<Reading[]> =>
  Promise.all(sides.map((side) => side.read()));

/** CPU milliseconds in one millisecond in which nobody pays. */
async function idleShares(sides: readonly Side[]): Promise<ReadonlyMap<string, number>[]> {
  const from = await readAll(sides);
  await sleep(idleMs);
  const to = await readAll(sides);
  return sides.map((_side, index) => {
    const spent = difference(at(to, index).cpuMs, at(from, index).cpuMs);
    return new Map([...spent].map(([role, cpuMs]) => [role, cpuMs / idleMs]));
  });
}

function withoutIdle(
  { from, to }: { readonly from: Reading; readonly to: Reading },
  shares: ReadonlyMap<string, number>,
): Map<string, number> {
  const spent = difference(to.cpuMs, from.cpuMs);
  const idleOf = (role: string) => (shares.get(role) ?? 0) * (to.atMs - from.atMs);
  return new Map([...spent].map(([role, cpuMs]) => [role, cpuMs - idleOf(role)]));
}

const noTime = () => new Map<string, number>();

function difference(
  to: ReadonlyMap<string, number>,
  from: ReadonlyMap<string, number>,
): Map<string, number> {
  return new Map([...to].map(([role, value]) => [role, value - (from.get(role) ?? 0)]));
}

function addTo(sum: Map<string, number>, more: ReadonlyMap<string, number>): void {
  for (const [role, value] of more) sum.set(role, (sum.get(role) ?? 0) + value);
}

function at<One>(all: readonly One[], index: number): One {
  const one = all[index];
  if (one === undefined) throw new Error(`there is no ${index}`);
  return one;
}

function flightRecordingOf(name: string): Record<string, string> {
  const file = join(runDirectory, `${name}.jfr`);
  const options = `filename=${file},settings=profile,dumponexit=true`;
  return { JAVA_TOOL_OPTIONS: `-XX:StartFlightRecording=${options}` };
}

function save(against: string, reports: readonly SideReport[]): string {
  mkdirSync(runDirectory, { recursive: true });
  const takenAt = new Date().toISOString();
  const file = join(runDirectory, `paired-${takenAt.replaceAll(':', '-')}.json`);
  const plain = (_key: string, value: unknown) =>
    value instanceof Map ? (Object.fromEntries(value) as unknown) : value;
  const settings = { payments, concurrency, rounds, isQuick };
  writeFileSync(file, JSON.stringify({ takenAt, base: against, settings, reports }, plain, 1));
  return file;
}
