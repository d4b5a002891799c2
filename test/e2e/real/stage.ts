import { join } from 'node:path';
import type { Check } from '../../kit/payments/checks';
import { currency } from '../../kit/stack/dfsps';
import { deployProcesses, startHubProcess, type HubProcess } from '../../kit/stack/hub';
import { findFreePorts } from '../../kit/stack/ports';
import { writeTenantFiles, type TenantDescription } from '../../kit/stack/tenant-files';
import { createTokenIssuer } from '../../kit/stack/tokens';
import type { Say } from '../../kit/stack/toolbox/distribution';
import { startZeebe, type Zeebe } from '../../kit/stack/zeebe';
import type { RealParts } from '../../kit/real/real-parts';
import { createApp } from '../../kit/real/app';
import { startEar, type Ear } from '../../kit/real/ear';
import { Bank } from '../../kit/real/bank';
import { dfspNames, dfsps, fspIdOf, payeeTimers, timers, type Dfsp, type DfspName } from './dfsps';
import { openEngine } from '../../kit/real/engine';
import { openDoors, type Doors } from './doors';
import { Scheme } from '../../kit/real/scheme';
import { createStranger } from './stranger';
import { openWorld, type Cast, type Parts, type RealWorld } from './world';

export interface StageOptions extends RealParts {
  /** Where the switch reaches this machine. */
  readonly host: string;
  readonly runDirectory: string;
  readonly say: Say;
}

/** A hub and a broker of their own between a real switch and a real Fineract. */
export interface Stage {
  /** Every payment has come to an end, and no job to an incident. */
  checkEngine(): Promise<Check[]>;
  /** Two new accounts, and the numbers that lead to them. */
  open(cast: Cast): Promise<RealWorld>;
  stop(): Promise<void>;
}

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
    const engine = openEngine(zeebe);
    const appAt = async (address: string, dfsp: DfspName) =>
      createApp(address, await tokens[dfsp].sign(86_400));
    const parts: Parts = {
      ...{ run, scheme, ear, engine, hub, otherDoor, zeebe, doors, say },
      bank: new Bank(options.fineract),
      killable: options.killable,
      appOf: (dfsp) => appAt(channelAddress, dfsp),
      openForgetfulApp: async (dfsp) => appAt(await openForgetfulChannel(), dfsp),
      strangerTo: (payer) =>
        createStranger(fspIdOf('jackal', run), fspIdOf(payer, run), options.switch),
    };
    const open = (cast: Cast) => openWorld(parts, cast);
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
  const { parties, quotes, transfers, transactionRequests } = options.switch;
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
      switch: {
        ...{ parties, quotes, transfers: door },
        ...(transactionRequests !== undefined && { transactionRequests }),
      },
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
