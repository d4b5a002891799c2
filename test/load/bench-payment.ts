/**
 * `make bench-payment`: whole payments through the hub, against the same diagrams with workers that do
 * nothing, on the same broker, in turns. Compare figures of one run only: machines differ, and so do hours.
 * PAYMENTS, CONCURRENCY and ROUNDS set how many, how many at a time, and how many turns. With BASE=<commit>
 * the build of that commit takes turns with this one, with KINDS=<kind>,<kind> two kinds of payments do: test/load/README.md.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { projectRoot } from '../kit/stack/scripts';
import { startStack, type Stack } from '../kit/stack/stack';
import { closedLoop, together, type Run } from './closed-loop';
import { benchKinds, benchPaired } from './paired';
import { payeeTimers } from '../kit/payments/payment';
import {
  checkMoney,
  kindsOfPayment,
  listenForOutcomes,
  openAccounts,
  payThrough,
  type Pay,
} from '../kit/payments/paying';
import { usageOf } from './process-usage';
import { printReport, type Measured } from './report';

const setting = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
const payments = setting('PAYMENTS', 200);
const concurrency = setting('CONCURRENCY', 16);
const rounds = setting('ROUNDS', 3);
const oneAtATime = Math.ceil(payments / 5);
const idleMs = setting('IDLE_MS', 20_000);

async function main(): Promise<void> {
  const outcomes = await listenForOutcomes();
  const callbacks = { allowed: [outcomes.url], default: outcomes.url };
  const stack = await startStack({
    runDirectory: join(projectRoot, '.run/bench-payment'),
    ports: 'free',
    roles: 'apart',
    hubCode: 'built',
    tenantSections: { channel: { callbacks }, mojaloop: { payeeTimers } },
  });
  const noOp = await startNoOpHub(stack.zeebe.gatewayAddress);
  try {
    await openAccounts(stack);
    const pay = await payThrough(stack, outcomes);
    console.log(`Warming up; then ${rounds} x ${payments} payments each, in turns ...`);
    await closedLoop(payments / 2, concurrency, pay);
    await runNoOp(noOp, payments / 2, concurrency);
    const groups = processesOf(stack, noOp);
    const loaded = await inTurns(groups, pay, noOp, payments, concurrency);
    const single = await inTurns(groups, pay, noOp, oneAtATime, 1);
    const idle = await measure(groups, () => sleep(idleMs));
    await checkMoney(stack, outcomes.committed());
    printReport({ loaded, single, idle, idleMs, concurrency });
  } finally {
    noOp.disconnect();
    await outcomes.close();
    await stack.stop();
  }
}

type Groups = Readonly<Record<string, readonly number[]>>;

function processesOf(stack: Stack, noOp: ChildProcess): Groups {
  const { lion, buffalo } = stack.fineract;
  return {
    broker: [stack.zeebe.pid],
    ...Object.fromEntries(stack.hub.map((one) => [`hub: ${one.name}`, [one.pid]])),
    simulators: [lion.process.pid, buffalo.process.pid, stack.switch.process.pid],
    'no-op hub': [noOp.pid ?? 0],
  };
}

async function inTurns(
  groups: Groups,
  pay: Pay,
  noOp: ChildProcess,
  count: number,
  atOnce: number,
) {
  const hub: Measured<Run>[] = [];
  const without: Measured<Run>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    hub.push(await measure(groups, () => closedLoop(count, atOnce, pay)));
    without.push(await measure(groups, () => runNoOp(noOp, count, atOnce)));
  }
  return { hub: sum(hub), noOp: sum(without) };
}

/** CPU time that each group of processes spends while `work` goes on, and its memory at the end. */
async function measure<Result>(
  groups: Groups,
  work: () => Promise<Result>,
): Promise<Measured<Result>> {
  const usage = () =>
    Object.entries(groups).map(([name, pids]) => {
      const all = pids.map(usageOf);
      const cpuMs = all.reduce((total, one) => total + one.cpuMs, 0);
      return { name, cpuMs, memoryMb: all.reduce((total, one) => total + one.memoryMb, 0) };
    });
  const before = usage();
  const result = await work();
  // The payee's credit may still be under way when the payer hears of it.
  await sleep(500);
  const spent = usage().map((after, index) => ({
    ...after,
    cpuMs: after.cpuMs - (before[index]?.cpuMs ?? 0),
  }));
  return { result, spent };
}

function sum(all: readonly Measured<Run>[]): Measured<Run> {
  const last = all.at(-1);
  const spent = (last?.spent ?? []).map((one, index) => ({
    ...one,
    cpuMs: all.reduce((total, { spent }) => total + (spent[index]?.cpuMs ?? 0), 0),
  }));
  return { result: together(all.map(({ result }) => result)), spent };
}

async function startNoOpHub(zeebeAddress: string): Promise<ChildProcess> {
  const child = fork(join(__dirname, 'no-op-hub.ts'), {
    execArgv: ['--require', 'tsx/cjs'],
    env: { ...process.env, ZEEBE_ADDRESS: zeebeAddress },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return child;
}

async function runNoOp(noOp: ChildProcess, count: number, atOnce: number): Promise<Run> {
  noOp.send({ count, concurrency: atOnce });
  const [run] = (await once(noOp, 'message')) as [Run];
  return run;
}

function chosen(): Promise<void> {
  const { BASE: base = '', KINDS: kinds = '' } = process.env;
  if (kinds !== '') {
    const [one, other] = kinds.split(',').map((kind) => z.enum(kindsOfPayment).parse(kind));
    if (one === undefined || other === undefined) throw new Error('KINDS=<kind>,<kind>');
    return benchKinds(one, other);
  }
  return base === '' ? main() : benchPaired(base);
}

chosen().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
