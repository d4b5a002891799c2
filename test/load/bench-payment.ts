/**
 * `make bench-payment`: whole payments through the hub, against the same diagrams with workers that do
 * nothing, on the same broker, in turns. Compare figures of one run only: machines differ, and so do hours.
 * PAYMENTS, CONCURRENCY and ROUNDS set how many, how many at a time, and how many turns.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../kit/stack/scripts';
import { startStack, type Stack } from '../kit/stack/stack';
import { closedLoop, together, type Run } from './closed-loop';
import { amount, currency, payeeTimers } from './payment';
import { usageOf } from './process-usage';
import { printReport, type Measured } from './report';

const setting = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
const payments = setting('PAYMENTS', 200);
const concurrency = setting('CONCURRENCY', 16);
const rounds = setting('ROUNDS', 3);
const oneAtATime = Math.ceil(payments / 5);
const idleMs = setting('IDLE_MS', 20_000);
const accountsPerDfsp = 100;
const openingBalance = 1_000_000;

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
    outcomes.close();
    await stack.stop();
  }
}

type Pay = (index: number) => Promise<void>;
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

const msisdn = (dfsp: 'lion' | 'buffalo', index: number): string =>
  `2557${dfsp === 'lion' ? 1 : 2}${String(index % accountsPerDfsp).padStart(7, '0')}`;

/** Payments of one account wait for each other, as they must: the load is spread as in life. */
async function openAccounts(stack: Stack): Promise<void> {
  for (const dfsp of ['lion', 'buffalo'] as const) {
    const indexes = Array.from({ length: accountsPerDfsp }, (_, index) => index);
    await stack.fineract[dfsp].control.add({
      tenant: dfsp,
      accounts: indexes.map((index) => ({
        externalId: `${dfsp}-bench-${index}`,
        clientId: 1,
        currency,
        balance: String(openingBalance),
        identifiers: [{ idType: 'MSISDN' as const, idValue: msisdn(dfsp, index) }],
      })),
    });
    for (const index of indexes) {
      const party = { partyIdType: 'MSISDN' as const, partyIdentifier: msisdn(dfsp, index) };
      await stack.switch.client.addParty({ ...party, fspId: dfsp });
    }
  }
}

interface Outcomes {
  readonly url: string;
  /** Resolves when the payment has committed; rejects when it ended otherwise. */
  of(clientCorrelationId: string): Promise<void>;
  committed(): number;
  close(): void;
}

/** The channel's own server: hears how each payment ended. */
async function listenForOutcomes(): Promise<Outcomes> {
  const waiting = new Map<string, (state: string) => void>();
  let committed = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      response.writeHead(200).end();
      const report = JSON.parse(body) as { clientCorrelationId: string; state: string };
      if (report.state === 'COMMITTED') committed += 1;
      waiting.get(report.clientCorrelationId)?.(report.state);
      waiting.delete(report.clientCorrelationId);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/outcomes`,
    of: (clientCorrelationId) =>
      new Promise((resolve, reject) => {
        waiting.set(clientCorrelationId, (state) => {
          if (state === 'COMMITTED') resolve();
          else reject(new Error(`payment ${clientCorrelationId} ended ${state}`));
        });
      }),
    committed: () => committed,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function payThrough(stack: Stack, outcomes: Outcomes): Promise<Pay> {
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${await stack.token('lion')}`,
  };
  const party = (dfsp: 'lion' | 'buffalo', index: number) => ({
    partyIdType: 'MSISDN',
    partyIdentifier: msisdn(dfsp, index),
  });
  return async (index) => {
    const clientCorrelationId = randomUUID();
    const outcome = outcomes.of(clientCorrelationId);
    const request = {
      clientCorrelationId,
      payer: party('lion', index),
      payee: party('buffalo', index),
    };
    const response = await fetch(`${stack.channelAddress}/channel/transfer`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ ...request, amount }),
    });
    if (response.status !== 202) {
      throw new Error(`the channel answered ${response.status}: ${await response.text()}`);
    }
    await response.body?.cancel();
    await outcome;
  };
}

/** A benchmark of wrong payments would be worth nothing. */
async function checkMoney(stack: Stack, paid: number): Promise<void> {
  const totals = { lion: 0n, buffalo: 0n };
  for (const dfsp of ['lion', 'buffalo'] as const) {
    const { accounts } = await stack.fineract[dfsp].control.state(dfsp);
    for (const account of accounts.filter(({ accountId }) => accountId.includes('-bench-'))) {
      if (account.onHold !== '0') throw new Error(`${account.accountId} has a hold left`);
      totals[dfsp] += BigInt(account.ledger);
    }
  }
  const opening = BigInt(openingBalance * accountsPerDfsp);
  const expected = { lion: opening - BigInt(paid), buffalo: opening + BigInt(paid) };
  if (totals.lion !== expected.lion || totals.buffalo !== expected.buffalo) {
    throw new Error(
      `after ${paid} payments of 1 the balances are ${JSON.stringify(totals, String)}`,
    );
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
