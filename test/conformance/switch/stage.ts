import { join } from 'node:path';
import { startEar, type Ear } from '../../kit/real/ear';
import type { SwitchAddresses } from '../../kit/real/addresses';
import { openEngine, type Engine } from '../../kit/real/engine';
import type { PackedSwitch } from '../../kit/real/packed/switch';
import { Scheme } from '../../kit/real/scheme';
import {
  startFineractSimulator,
  type FineractSimulator,
} from '../../simulators/fineract/simulator';
import { currency, fineractUser } from '../../kit/stack/dfsps';
import { deployProcesses, startHubProcess, type HubProcess } from '../../kit/stack/hub';
import { findFreePorts } from '../../kit/stack/ports';
import { writeTenantFiles, type TenantDescription } from '../../kit/stack/tenant-files';
import { createTokenIssuer, type TokenIssuer } from '../../kit/stack/tokens';
import type { Say } from '../../kit/stack/toolbox/distribution';
import { startZeebe, type Zeebe } from '../../kit/stack/zeebe';
import type { Combination } from './combinations';
import { newKeyPair } from './keys';
import { Peer } from './peer';
import { Tap } from './tap';
import { tenantSections, writeKeys, type HubTenant, type RoleKeys } from './tenants';

/** Scenarios that are played side by side have DFSPs of their own: positions at the switch tell them apart. */
export const lanes = [1, 2, 3, 4] as const;

export interface StageOptions {
  readonly addresses: SwitchAddresses;
  /** Undefined for a switch that was not started here: it cannot be stopped and started. */
  readonly packed: PackedSwitch | undefined;
  /** Where the switch reaches this machine. */
  readonly host: string;
  readonly combinations: readonly Combination[];
  readonly runDirectory: string;
  readonly say: Say;
}

/** The DFSPs of one lane. */
export interface Cast {
  readonly combination: Combination;
  /** Names at the switch, and of the hub's tenants. */
  readonly tenants: Readonly<Record<HubTenant, string>>;
  /** Of lion's app. */
  readonly lionToken: string;
  readonly fox: Peer;
}

/** Broker, hub, simulated Fineracts and the way to a real switch. */
export interface Stage {
  readonly tap: Tap;
  readonly ear: Ear;
  readonly scheme: Scheme;
  readonly addresses: SwitchAddresses;
  readonly packed: PackedSwitch | undefined;
  readonly fineract: FineractSimulator;
  readonly channelAddress: string;
  /** Everyone's public key, the switch's own among them; empty while nobody signs. */
  publicKeyOf(fspId: string): string | undefined;
  /** Makes the DFSPs of a round members of the switch. */
  admit(combination: Combination): Promise<readonly Cast[]>;
  readonly engine: Engine;
  stop(): Promise<void>;
}

const hubTenants = ['lion', 'buffalo', 'crane'] as const satisfies readonly HubTenant[];

export async function startStage(options: StageOptions): Promise<Stage> {
  const stops: (() => Promise<void> | void)[] = [];
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    return await buildStage(options, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function buildStage(
  options: StageOptions,
  stops: (() => Promise<void> | void)[],
  stop: () => Promise<void>,
): Promise<Stage> {
  const { addresses, host, runDirectory, say, packed } = options;
  const run = Date.now().toString(36);
  const [channel = 0, mojaloop = 0, management = 0] = await findFreePorts(3);
  const tap = new Tap();
  stops.push(() => {
    tap.stop();
  });
  const ear = await startEar('127.0.0.1');
  stops.push(() => ear.close());
  const callbackUrl = await tap.before('hub', `http://127.0.0.1:${mojaloop}`, host);
  const tapped = await tapSwitch(tap, addresses);
  const dfsps = describeDfsps(options.combinations, run);
  const seeds = dfsps.tenants.map(({ name }) => ({ tenant: name }));
  const fineract = await startFineractSimulator({ seeds });
  stops.push(() => fineract.close());
  const tenantsDirectory = join(runDirectory, 'tenants');
  writeTenants(tenantsDirectory, dfsps, { tapped, fineract, ear });
  say('starting Zeebe and the hub');
  const zeebe = await startZeebe({
    dataDirectory: join(runDirectory, 'zeebe'),
    logFile: join(runDirectory, 'zeebe.log'),
    controlledClock: true,
    say,
  });
  stops.push(() => zeebe.stop());
  const engine = openEngine(zeebe);
  const ports = { channel, mojaloop, management };
  const hub = await startHub(runDirectory, tenantsDirectory, zeebe, ports);
  stops.push(() => hub.stop());
  const scheme = new Scheme(addresses);
  const admitLane = async (combination: Combination, lane: number): Promise<Cast> => {
    const fox = foxOf(combination, lane, dfsps, addresses);
    const foxUrl = await fox.start(host);
    stops.push(() => {
      fox.stop();
    });
    const cast = await castOf(combination, lane, dfsps, fox);
    for (const fspId of Object.values(cast.tenants)) await scheme.admit(fspId, callbackUrl, []);
    await scheme.admit(fox.fspId, foxUrl, []);
    return cast;
  };
  let isSigning = false;
  const admit = async (combination: Combination): Promise<readonly Cast[]> => {
    if (combination.isSigned && !isSigning) {
      say('the switch starts again, to sign and to demand signatures');
      const { privateKey } = dfsps.roleKeys.Hub;
      await packed?.sign({ privateKey, publicKeys: Object.fromEntries(dfsps.publicKeys) });
      isSigning = true;
    }
    return Promise.all(lanes.map((lane) => admitLane(combination, lane)));
  };
  return {
    tap,
    ear,
    scheme,
    addresses,
    packed,
    fineract,
    channelAddress: `http://127.0.0.1:${channel}`,
    publicKeyOf: (fspId) => dfsps.publicKeys.get(fspId),
    admit,
    engine,
    stop,
  };
}

interface HubDfsp {
  readonly name: string;
  readonly role: HubTenant;
  readonly combination: Combination;
  readonly tokens: TokenIssuer;
}

/** Who takes part in a run. */
interface Dfsps {
  readonly run: string;
  readonly tenants: readonly HubDfsp[];
  /** Lanes share the keys of a role, because making keys is slow. */
  readonly roleKeys: RoleKeys;
  /** By FSP, the switch among them. */
  readonly publicKeys: ReadonlyMap<string, string>;
}

function describeDfsps(combinations: readonly Combination[], run: string): Dfsps {
  const everyLane = combinations.flatMap((one) => lanes.map((lane) => [one, lane] as const));
  const tenants = everyLane.flatMap(([combination, lane]) =>
    hubTenants.map((role) => {
      const name = nameOf(role, run, combination, lane);
      const tokens = createTokenIssuer(`https://identity.${name}.example`);
      return { name, role, combination, tokens };
    }),
  );
  const roleKeys = {
    Hub: newKeyPair(),
    lion: newKeyPair(),
    buffalo: newKeyPair(),
    crane: newKeyPair(),
    fox: newKeyPair(),
  };
  const publicKeys = new Map([['Hub', roleKeys.Hub.publicKey]]);
  for (const [combination, lane] of everyLane.filter(([{ isSigned }]) => isSigned)) {
    for (const role of [...hubTenants, 'fox'] as const) {
      publicKeys.set(nameOf(role, run, combination, lane), roleKeys[role].publicKey);
    }
  }
  return { run, tenants, roleKeys, publicKeys };
}

function writeTenants(
  directory: string,
  { tenants, roleKeys, publicKeys }: Dfsps,
  peers: {
    readonly tapped: TenantDescription['switch'];
    readonly fineract: FineractSimulator;
    readonly ear: Ear;
  },
): void {
  const baseUrl = peers.fineract.baseUrl.replace(/\/api\/v1$/, '');
  const descriptions = tenants.map(({ name, role, combination, tokens }) => ({
    name,
    currency,
    tokens,
    switch: peers.tapped,
    fineract: { baseUrl, fineractTenantId: name, ...fineractUser },
    sections: tenantSections(role, combination, peers.ear.url),
  }));
  writeTenantFiles(directory, descriptions);
  writeKeys(directory, publicKeys, roleKeys);
}

function foxOf(
  combination: Combination,
  lane: number,
  { run, roleKeys }: Dfsps,
  addresses: SwitchAddresses,
): Peer {
  return new Peer({
    fspId: nameOf('fox', run, combination, lane),
    version: combination.version,
    addresses,
    privateKey: combination.isSigned ? roleKeys.fox.privateKey : undefined,
  });
}

async function castOf(
  combination: Combination,
  lane: number,
  { run, tenants }: Dfsps,
  fox: Peer,
): Promise<Cast> {
  const fspIdOf = (role: HubTenant) => nameOf(role, run, combination, lane);
  const lionTokens = tenants.find(({ name }) => name === fspIdOf('lion'))?.tokens;
  return {
    combination,
    fox,
    tenants: { lion: fspIdOf('lion'), buffalo: fspIdOf('buffalo'), crane: fspIdOf('crane') },
    lionToken: (await lionTokens?.sign(86_400)) ?? '',
  };
}

function nameOf(role: string, run: string, { letter }: Combination, lane: number): string {
  return `${role}-${run}${letter}${lane}`;
}

async function tapSwitch(tap: Tap, addresses: SwitchAddresses) {
  const { parties, quotes, transfers, transactionRequests } = addresses;
  return {
    parties: await tap.before('parties', parties),
    quotes: await tap.before('quotes', quotes),
    transfers: await tap.before('transfers', transfers),
    ...(transactionRequests !== undefined && {
      transactionRequests: await tap.before('transactionRequests', transactionRequests),
    }),
  };
}

async function startHub(
  runDirectory: string,
  tenantsDirectory: string,
  zeebe: Zeebe,
  ports: { readonly channel: number; readonly mojaloop: number; readonly management: number },
): Promise<HubProcess> {
  const settings = {
    code: 'source',
    runDirectory,
    tenantsDirectory,
    zeebeAddress: zeebe.gatewayAddress,
    isHasty: true,
  } as const;
  await deployProcesses(settings);
  return startHubProcess(settings, {
    name: 'hub',
    roles: ['all'],
    managementPort: ports.management,
    environment: { CHANNEL_PORT: String(ports.channel), MOJALOOP_PORT: String(ports.mojaloop) },
  });
}
