import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Check } from '../../kit/payments/checks';
import type { Account, Heard, World } from '../../kit/payments/world';
import { currency } from '../../kit/stack/dfsps';
import { deployProcesses, startHubProcess, type HubProcess } from '../../kit/stack/hub';
import { findFreePorts } from '../../kit/stack/ports';
import { writeTenantFiles, type TenantDescription } from '../../kit/stack/tenant-files';
import { createTokenIssuer } from '../../kit/stack/tokens';
import type { Say } from '../../kit/stack/toolbox/distribution';
import { startZeebe, type Zeebe } from '../../kit/stack/zeebe';
import type { OperatorDecision } from '../../kit/real-engine/operator';
import type { RealParts } from '../../kit/real/real-parts';
import { createApp, startEar, type App, type Ear } from '../../kit/real/app';
import { Bank, type BankAccount, type Block } from '../../kit/real/bank';
import { dfspNames, dfsps, payeeTimers, timers, type Dfsp, type DfspName } from './dfsps';
import { openEngine, type Engine } from '../../kit/real/engine';
import { openDoors, type Doors } from './doors';
import { Scheme } from '../../kit/real/scheme';
import { createStranger, paymentIdsOf, type PaymentIds, type Stranger } from './stranger';

export interface StageOptions extends RealParts {
  /** Where the switch reaches this machine. */
  readonly host: string;
  readonly runDirectory: string;
  readonly say: Say;
}

export interface Cast {
  readonly payer: DfspName;
  readonly payee: DfspName;
  readonly payerBalance: string;
  /** The payer's DFSP takes so many percent of what leaves the account. */
  readonly payerFeePercent?: string;
}

/** What scenarios on the real parts may do besides those of the demo. */
export interface RealWorld extends World {
  readonly payeeMsisdn: string;
  /** As `pay`, through a channel that forgets what it was asked for after a minute. */
  payForgetfully(order: Parameters<World['pay']>[0]): Promise<Heard>;
  /** Answered at once: 202, whatever becomes of it. */
  request(order: Parameters<World['pay']>[0]): Promise<Heard>;
  /** The app asks how the payment stands. */
  stateOf(transactionId: string): Promise<Heard>;
  /** What the hub tells at the callback address when the payment has ended. */
  outcomeOf(transactionId: string): Promise<Heard>;
  blockPayer(subStatus: Block): Promise<void>;
  blockPayee(subStatus: Block): Promise<void>;
  /** Registers a number at the switch that nobody at the payee's bank has. */
  registerStray(): Promise<string>;
  /** Registers the payee's phone with a plus at the switch; the payee's bank has it without one. */
  registerWithPlus(): Promise<string>;
  /** Resolves when the payer's money is held. */
  payerIsHeld(): Promise<void>;
  /** Resolves when nothing is held of the payer's money, and the payee has got some if `isPaid`. */
  isSettled(isPaid: boolean): Promise<void>;
  /** Resolves when the hub has logged a line with all these parts. */
  hubSays(...parts: string[]): Promise<void>;
  /** Whether it has so far. */
  hubHasSaid(...parts: string[]): boolean;
  /** Those of the real parts that were started here. */
  readonly killable: RealParts['killable'];
  operatorDecides(
    side: 'payer' | 'payee',
    transferId: string,
    decision: OperatorDecision,
  ): Promise<void>;
  /** Between pelican and the switch, tortoise and the switch, heron and Fineract, and so on: see `dfsps`. */
  readonly doors: Doors;
  /** A payer and payee of other DFSPs. */
  another(cast: Cast): Promise<RealWorld>;
  /**
   * So many payments of one customer of sloth's, to somebody at crane, each answered at once. Gives what resolves
   * when the app has heard of each how it ended.
   */
  slothPays(count: number, amount: string): Promise<() => Promise<unknown>>;
  /** Into what the run prints. */
  say: Say;
  /** Until `during` has ended the engine's clock is so far ahead of the switch's and the hub's. */
  withEngineAhead<Result>(byMs: number, during: () => Promise<Result>): Promise<Result>;
  /** A DFSP that has nothing to do with the payment. */
  readonly stranger: Stranger;
  /** Of the payment that the payer's app calls so. */
  idsOf(clientCorrelationId: string): PaymentIds;
  /** The hub, all roles. */
  readonly hub: HubProcess;
  /** A process of the hub that only zebra's callbacks go to. */
  readonly otherDoor: HubProcess;
}

/** A hub and a broker of their own between a real switch and a real Fineract. */
export interface Stage {
  /** Every payment has come to an end, and no job to an incident. */
  checkEngine(): Promise<Check[]>;
  /** Two new accounts, and the numbers that lead to them. */
  open(cast: Cast): Promise<RealWorld>;
  stop(): Promise<void>;
}

/** So long an outcome may take: a job that died with its process is given out again after a minute, Fineract starts in two. */
const outcomePatienceMs = 600_000;
const payeeBalance = '500';
/** A payment whose switch is away waits for an operator after a minute. */
const patienceMs = 600_000;

export async function startStage(options: StageOptions): Promise<Stage> {
  const { runDirectory, host, say } = options;
  const run = Date.now().toString(36);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    const ear = await startEar('127.0.0.1');
    stops.push(() => ear.close());
    const ports = await findHubPorts();
    const doors = await openDoors(
      {
        host,
        switch: options.switch,
        fineractUrl: options.fineract.baseUrl,
        ear,
        hubUrl: `http://${host}:${ports.mojaloop}`,
      },
      stops,
    );
    const scheme = new Scheme(options.switch);
    say(`admitting ${dfspNames.length} DFSPs to the switch, starting Zeebe`);
    const [started, admitted] = await Promise.allSettled([
      startZeebe({
        dataDirectory: join(runDirectory, 'zeebe'),
        logFile: join(runDirectory, 'zeebe.log'),
        controlledClock: true,
        say,
      }),
      admitAll(scheme, run, host, ports, doors),
    ]);
    if (started.status === 'rejected') throw started.reason;
    const zeebe = started.value;
    stops.push(() => zeebe.stop());
    if (admitted.status === 'rejected') throw admitted.reason;
    say('deploying the BPMN processes, starting the hub');
    const tokens = writeTenants(options, run, ear, ports, doors);
    const { hub, otherDoor, openForgetfulChannel } = await startHub(options, zeebe, ports, stops);
    const channelAddress = `http://127.0.0.1:${ports.channel}`;
    const bank = new Bank(options.fineract);
    const engine = openEngine(zeebe);
    const open = async (cast: Cast): Promise<RealWorld> => {
      const token = await tokens[cast.payer].sign(86_400);
      const app = createApp(channelAddress, token);
      const openForgetfulApp = async () => createApp(await openForgetfulChannel(), token);
      const [payer, jackal] = [fspIdOf(cast.payer, run), fspIdOf('jackal', run)];
      const stranger = createStranger(jackal, payer, options.switch);
      const slothApp = createApp(channelAddress, await tokens.sloth.sign(86_400));
      const { killable } = options;
      const parts = {
        ...{ cast, run, bank, scheme, app, openForgetfulApp, ear, engine, zeebe, say },
        killable,
      };
      return openWorld({ ...parts, hub, otherDoor, doors, stranger, slothApp, another: open });
    };
    return { checkEngine: () => engine.checkEnd(), open, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type HubPorts = Readonly<
  Record<'channel' | 'mojaloop' | 'management' | 'otherDoor' | 'otherManagement' | 'nobody', number>
>;

async function findHubPorts(): Promise<HubPorts> {
  const [
    channel = 0,
    mojaloop = 0,
    management = 0,
    otherDoor = 0,
    otherManagement = 0,
    nobody = 0,
  ] = await findFreePorts(6);
  return { channel, mojaloop, management, otherDoor, otherManagement, nobody };
}

const fspIdOf = (name: DfspName, run: string): string => `${name}-${run}`;

const admittedAtOnce = 4;

async function admitAll(
  scheme: Scheme,
  run: string,
  host: string,
  ports: HubPorts,
  { dearQuotes }: Doors,
): Promise<void> {
  const urlOf = (port: number) => `http://${host}:${port}`;
  const admit = (name: DfspName) => {
    const { deaf = [], atOtherDoor = [], isDear = false }: Dfsp = dfsps[name];
    return scheme.admit(fspIdOf(name, run), urlOf(ports.mojaloop), [
      ...deaf.map((callback) => [callback, urlOf(ports.nobody)] as const),
      ...atOtherDoor.map((callback) => [callback, urlOf(ports.otherDoor)] as const),
      ...(isDear ? [['QUOTES', dearQuotes.url] as const] : []),
    ]);
  };
  // A few at a time: the switch's ledger has few connections to its database.
  const left = [...dfspNames];
  while (left.length > 0) await Promise.all(left.splice(0, admittedAtOnce).map(admit));
}

function writeTenants(
  options: StageOptions,
  run: string,
  ear: Ear,
  ports: HubPorts,
  { valve, lateDoor, fineractDoor, appDoor }: Doors,
) {
  const { parties, quotes, transfers } = options.switch;
  const { baseUrl, username, password, tenant: fineractTenantId } = options.fineract;
  const nowhere = `http://127.0.0.1:${ports.nobody}/fineract-provider`;
  const issuers = Object.fromEntries(
    dfspNames.map((name) => [name, createTokenIssuer(`https://identity.${name}.example`)]),
  ) as Record<DfspName, ReturnType<typeof createTokenIssuer>>;
  const tenants = dfspNames.map((name): TenantDescription => {
    const {
      fineractIsDown = false,
      hasValve = false,
      throughLateDoor = false,
      hasFineractDoor = false,
      hasAppDoor = false,
      ...dfsp
    }: Dfsp = dfsps[name];
    const door = hasValve ? valve.address : throughLateDoor ? lateDoor.url : transfers;
    const app = hasAppDoor ? appDoor.url : ear.url;
    const fineract = hasFineractDoor ? fineractDoor.url : baseUrl;
    return {
      name: fspIdOf(name, run),
      currency,
      tokens: issuers[name],
      switch: { parties, quotes, transfers: door },
      fineract: { baseUrl: fineract, username, password, fineractTenantId },
      sections: {
        channel: {
          callbacks: { allowed: [app], default: app },
          timers: { ...timers, ...dfsp.timers },
        },
        mojaloop: { payeeTimers, ...dfsp.mojaloop },
        amsFineract: fineractIsDown ? { baseUrl: nowhere } : {},
      },
    };
  });
  writeTenantFiles(join(options.runDirectory, 'tenants'), tenants);
  return issuers;
}

interface HubProcesses {
  readonly hub: HubProcess;
  readonly otherDoor: HubProcess;
  /** Started when it is first wanted; resolves with its address. */
  readonly openForgetfulChannel: () => Promise<string>;
}

async function startHub(
  { runDirectory, host }: StageOptions,
  zeebe: Zeebe,
  ports: HubPorts,
  stops: (() => Promise<void>)[],
): Promise<HubProcesses> {
  const settings = {
    code: 'source',
    runDirectory,
    tenantsDirectory: join(runDirectory, 'tenants'),
    zeebeAddress: zeebe.gatewayAddress,
    isHasty: true,
    environment: { MOJALOOP_HOST: host, DECISION_RELAY_LOOK_EVERY_S: '3' },
  } as const;
  await deployProcesses(settings);
  const hub = await startHubProcess(settings, {
    name: 'hub',
    roles: ['all'],
    managementPort: ports.management,
    environment: { CHANNEL_PORT: String(ports.channel), MOJALOOP_PORT: String(ports.mojaloop) },
  });
  stops.push(() => hub.stop());
  const otherDoor = await startHubProcess(settings, {
    name: 'other-door',
    roles: ['mojaloop'],
    managementPort: ports.otherManagement,
    environment: { MOJALOOP_PORT: String(ports.otherDoor) },
  });
  stops.push(() => otherDoor.stop());
  const startForgetfulChannel = async () => {
    const [port = 0, managementPort = 0] = await findFreePorts(2);
    const environment = { CHANNEL_PORT: String(port), CHANNEL_DEDUPE_WINDOW_S: '60' };
    const process = { name: 'forgetful', roles: ['channel'], managementPort, environment };
    const forgetful = await startHubProcess(settings, process);
    stops.push(() => forgetful.stop());
    return `http://127.0.0.1:${port}`;
  };
  let address: Promise<string> | undefined;
  return { hub, otherDoor, openForgetfulChannel: () => (address ??= startForgetfulChannel()) };
}

interface Parts {
  readonly cast: Cast;
  readonly run: string;
  readonly bank: Bank;
  readonly scheme: Scheme;
  readonly app: App;
  readonly openForgetfulApp: () => Promise<App>;
  readonly ear: Ear;
  readonly stranger: Stranger;
  readonly engine: Engine;
  readonly hub: HubProcess;
  readonly otherDoor: HubProcess;
  readonly zeebe: Zeebe;
  readonly doors: Doors;
  readonly slothApp: App;
  readonly another: (cast: Cast) => Promise<RealWorld>;
  readonly killable: RealParts['killable'];
  readonly say: Say;
}

async function openWorld(parts: Parts): Promise<RealWorld> {
  const { cast, run, bank, scheme, app, openForgetfulApp, ear, engine, hub, otherDoor } = parts;
  const { stranger, zeebe } = parts;
  const payer = await bank.open({
    balance: cast.payerBalance,
    ...(cast.payerFeePercent === undefined
      ? {}
      : { charges: [{ kind: 'percent', amount: cast.payerFeePercent }] }),
  });
  const payee = await bank.open({ balance: payeeBalance });
  const payerFspId = fspIdOf(cast.payer, run);
  const payeeFspId = fspIdOf(cast.payee, run);
  await scheme.register(payer.msisdn, payerFspId);
  await scheme.register(payee.msisdn, payeeFspId);
  return {
    payeeMsisdn: payee.msisdn,
    stranger,
    idsOf: (clientCorrelationId) => paymentIdsOf(payerFspId, clientCorrelationId),
    hub,
    otherDoor,
    doors: parts.doors,
    another: parts.another,
    killable: parts.killable,
    say: parts.say,
    slothPays: (count, amount) => slothPays(parts, count, amount),
    async withEngineAhead(byMs, during) {
      await zeebe.moveClock(byMs);
      try {
        return await during();
      } finally {
        await zeebe.moveClock(-byMs);
      }
    },
    pay: (order) => app.pay(payer.msisdn, order),
    payForgetfully: async (order) => (await openForgetfulApp()).pay(payer.msisdn, order),
    request: (order) => app.pay(payer.msisdn, order, 0),
    stateOf: (transactionId) => app.stateOf(transactionId),
    decide: (transactionId, decision) => app.decide(transactionId, decision),
    outcomeOf: (transactionId) => ear.outcomeOf(transactionId, outcomePatienceMs),
    blockCredits: (isBlocked) => bank.block(payee, isBlocked ? 'BLOCK_CREDIT' : 'NONE'),
    blockPayer: (subStatus) => bank.block(payer, subStatus),
    blockPayee: (subStatus) => bank.block(payee, subStatus),
    async registerWithPlus() {
      const prefixed = `+${payee.msisdn}`;
      await scheme.register(prefixed, payeeFspId);
      return prefixed;
    },
    async registerStray() {
      const stray = payee.msisdn.replace(/^255/, '254');
      await scheme.register(stray, payeeFspId);
      return stray;
    },
    payerIsHeld: () => awaitHold(bank, payer),
    isSettled: (isPaid) => awaitSettlement(bank, payer, payee, isPaid),
    hubSays: (...parts) => awaitLine(hub, parts),
    hubHasSaid: (...parts) => hasLine(hub, parts),
    operatorDecides: (side, transferId, decision) =>
      engine.operatorDecides(side === 'payer' ? payerFspId : payeeFspId, transferId, decision),
    async look() {
      const [payerAccount, payeeAccount, payerPosition, payeePosition] = await Promise.all([
        bank.look(payer),
        bank.look(payee),
        scheme.position(payerFspId),
        scheme.position(payeeFspId),
      ]);
      return {
        payer: payerAccount,
        payee: payeeAccount,
        positions: { payer: payerPosition, payee: payeePosition },
      };
    },
    // Nobody outside can tell when a real switch has nothing more to say: all accounts are looked at
    // again when all scenarios are over.
    settled: () => Promise.resolve(),
    stepsSince: () => Promise.resolve([]),
  };
}

async function slothPays(
  { bank, scheme, run, slothApp, ear }: Parts,
  count: number,
  amount: string,
): Promise<() => Promise<unknown>> {
  const customer = await bank.open({ balance: '1000' });
  await scheme.register(customer.msisdn, fspIdOf('sloth', run));
  const { msisdn: payeeMsisdn } = await bank.open({ balance: '1' });
  await scheme.register(payeeMsisdn, fspIdOf('crane', run));
  const pay = async (clientCorrelationId: string) => {
    const order = { clientCorrelationId, payeeMsisdn, amount: { amount, currency } };
    const { status, report } = await slothApp.pay(customer.msisdn, order, 0);
    if (status !== 202) throw new Error(`sloth was answered ${status}`);
    return report.transactionId ?? '';
  };
  const ids = await Promise.all(
    Array.from({ length: count }, (_, n) => pay(`${customer.msisdn}-${n}`)),
  );
  return () => Promise.all(ids.map((id) => ear.outcomeOf(id, outcomePatienceMs)));
}

async function awaitHold(bank: Bank, payer: BankAccount): Promise<void> {
  const hasHold = ({ bookings }: Account) => bookings.some(({ type }) => type === 'hold');
  await until('money is held', async () => hasHold(await bank.look(payer)));
}

async function awaitSettlement(
  bank: Bank,
  payer: BankAccount,
  payee: BankAccount,
  isPaid: boolean,
): Promise<void> {
  await until('all is settled', async () => {
    const [{ held }, { bookings }] = await Promise.all([bank.look(payer), bank.look(payee)]);
    // The first is what the account was opened with.
    return Number(held) === 0 && bookings.length > (isPaid ? 1 : 0);
  });
}

function hasLine({ logFile }: HubProcess, parts: readonly string[]): boolean {
  const tells = (line: string) => parts.every((part) => line.includes(part));
  return readFileSync(logFile, 'utf8').split('\n').some(tells);
}

async function awaitLine(hub: HubProcess, parts: readonly string[]): Promise<void> {
  await until(`the hub says ${parts.join(' and ')}`, () => Promise.resolve(hasLine(hub, parts)));
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadlineMs = Date.now() + patienceMs;
  while (!(await isSo())) {
    if (Date.now() > deadlineMs) throw new Error(`waited ${patienceMs / 1_000} s until ${what}`);
    await sleep(50);
  }
}
