import { join } from 'node:path';
import { startStack, type Stack } from '../kit/stack/stack';
import type { Build } from './builds';
import { payeeTimers } from '../kit/payments/payment';
import {
  checkMoney,
  listenForOutcomes,
  openAccounts,
  payThrough,
  type KindOfPayment,
  type Pay,
} from '../kit/payments/paying';
import { usageOf } from './process-usage';
import { startRecordCounter } from './record-counter';

/** One of the two builds that are compared, with everything it works on. */
export interface Side {
  readonly name: string;
  readonly pay: Pay;
  /** Which role or broker a process is, by its id. */
  readonly processes: ReadonlyMap<number, string>;
  read(): Promise<Reading>;
  /** @throws an Error when a payment was not paid, or twice. */
  checkMoney(): Promise<void>;
  stop(): Promise<void>;
}

/** What it has used up so far. */
export interface Reading {
  readonly cpuMs: ReadonlyMap<string, number>;
  readonly memoryMb: ReadonlyMap<string, number>;
  readonly records: ReadonlyMap<string, number>;
  readonly jobs: number;
  readonly fineractCalls: number;
  readonly atMs: number;
}

export interface SideOptions {
  readonly name: string;
  readonly runDirectory: string;
  /** Undefined: that of today, from dist/. */
  readonly build?: Build;
  readonly hubNodeArguments?: readonly string[];
  readonly brokerEnvironment?: Readonly<Record<string, string>>;
  readonly kind?: KindOfPayment;
}

/** The simulators and the broker are today's, whichever build it is. */
export async function startSide(options: SideOptions): Promise<Side> {
  const { name, build, hubNodeArguments = [], brokerEnvironment } = options;
  const outcomes = await listenForOutcomes();
  const records = await startRecordCounter();
  const callbacks = { allowed: [outcomes.url], default: outcomes.url };
  const stack = await startStack({
    runDirectory: join(options.runDirectory, name),
    ...{ ports: 'free', fresh: true, roles: 'apart', hubCode: 'built', hubNodeArguments },
    ...(build && { hubRoot: build.root, withoutRoles: build.lackedRoles }),
    brokerEnvironment: { ...records.exporterSettings, ...brokerEnvironment },
    tenantSections: {
      channel: { callbacks, ...build?.channelSettings },
      mojaloop: { payeeTimers },
    },
  });
  await openAccounts(stack);
  const processes = new Map([
    [stack.zeebe.pid, 'broker'],
    ...stack.hub.map(({ name: role, pid }) => [pid, role] as const),
  ]);
  return {
    name,
    processes,
    pay: await payThrough(stack, outcomes, options.kind),
    read: async () => {
      const usage = [...processes].map(([pid, role]) => [role, usageOf(pid)] as const);
      return {
        cpuMs: new Map(usage.map(([role, { cpuMs }]) => [role, cpuMs])),
        memoryMb: new Map(usage.map(([role, { memoryMb }]) => [role, memoryMb])),
        records: records.counts(),
        atMs: performance.now(),
        jobs: await counted(stack, 'hub_jobs_total'),
        fineractCalls: await counted(stack, 'hub_fineract_answers_total'),
      };
    },
    checkMoney: () => checkMoney(stack, outcomes.committed()),
    stop: async () => {
      await stack.stop();
      await outcomes.close();
      records.close();
    },
  };
}

/** The sum of a counter's series, in all processes of the hub. */
async function counted(stack: Stack, counter: string): Promise<number> {
  const texts = await Promise.all(
    stack.hub.map(async ({ managementAddress }) =>
      (await fetch(`${managementAddress}/metrics`)).text(),
    ),
  );
  const series = texts
    .flatMap((text) => text.split('\n'))
    .filter((line) => line.startsWith(counter));
  return series.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}
