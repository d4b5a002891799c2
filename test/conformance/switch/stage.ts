import { join } from 'node:path';
import { startEar, type Ear } from '../../e2e/real/app';
import type { SwitchAddresses } from '../../e2e/real/addresses';
import { openEngine } from '../../e2e/real/engine';
import type { PackedSwitch } from '../../e2e/real/packed/switch';
import { Scheme } from '../../e2e/real/scheme';
import type { Check } from '../../demo/checks';
import {
  startFineractSimulator,
  type FineractSimulator,
} from '../../simulators/fineract/simulator';
import { currency, fineractUser } from '../../stack/dfsps';
import { deployProcesses, startHubProcess, type HubProcess } from '../../stack/hub';
import { findFreePorts } from '../../stack/ports';
import { writeTenantFiles, type TenantDescription } from '../../stack/tenant-files';
import { createTokenIssuer, type TokenIssuer } from '../../stack/tokens';
import type { Say } from '../../stack/toolbox/distribution';
import { startZeebe, type Zeebe } from '../../stack/zeebe';
import type { Combination } from './combinations';
import { newKeyPair } from './keys';
import { Peer } from './peer';
import { Tap } from './tap';
import { tenantSections, writePublicKeys, type HubTenant, type RoleKeys } from './tenants';

/** Scenarios that are played side by side have DFSPs of their own: positions at the switch tell them apart. */
export const lanes = [1, 2, 3] as const;

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
  readonly tokens: Readonly<Record<HubTenant, string>>;
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
  readonly hub: HubProcess;
  readonly channelAddress: string;
  /** Everyone's public key, the switch's own among them; empty while nobody signs. */
  publicKeyOf(fspId: string): string | undefined;
  /** Makes the DFSPs of a round members of the switch. */
  admit(combination: Combination): Promise<readonly Cast[]>;
  checkEngine(): Promise<Check[]>;
  stop(): Promise<void>;
}

const hubTenants: readonly HubTenant[] = ['lion', 'buffalo', 'crane'];

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
  const { addresses, host, runDirectory, say, combinations } = options;
  const run = Date.now().toString(36);
  const [channel = 0, mojaloop = 0, management = 0] = await findFreePorts(3);
  const tap = new Tap();
  stops.push(() => {
    tap.stop();
  });
  const ear = await startEar('127.0.0.1');
  stops.push(() => ear.close());
  const tapped = await tapSwitch(tap, addresses);
  const callbackUrl = await tap.before('hub', `http://127.0.0.1:${mojaloop}`, host);
  const names = combinations.flatMap((one) =>
    lanes.flatMap((lane) => hubTenants.map((tenant) => nameOf(tenant, run, one, lane))),
  );
  const fineract = await startFineractSimulator({ seeds: names.map((tenant) => ({ tenant })) });
  stops.push(() => fineract.close());
  const roleKeys = newRoleKeys();
  const issuers = new Map<string, TokenIssuer>();
  const tenantsDirectory = join(runDirectory, 'tenants');
  const describe = (one: Combination, lane: number, tenant: HubTenant): TenantDescription => {
    const name = nameOf(tenant, run, one, lane);
    const tokens = createTokenIssuer(`https://identity.${name}.example`);
    issuers.set(name, tokens);
    const { baseUrl } = fineract;
    return {
      name,
      currency,
      tokens,
      switch: tapped,
      fineract: {
        baseUrl: baseUrl.replace(/\/api\/v1$/, ''),
        fineractTenantId: name,
        ...fineractUser,
      },
      sections: tenantSections(tenant, one, ear.url),
    };
  };
  const tenants = combinations.flatMap((one) =>
    lanes.flatMap((lane) => hubTenants.map((tenant) => describe(one, lane, tenant))),
  );
  writeTenantFiles(tenantsDirectory, tenants);
  const publicKeys = publicKeysOf(roleKeys, run, combinations);
  writePublicKeys(tenantsDirectory, publicKeys, roleKeys);
  say('starting Zeebe and the hub');
  const zeebe = await startZeebe({
    dataDirectory: join(runDirectory, 'zeebe'),
    logFile: join(runDirectory, 'zeebe.log'),
    say,
  });
  stops.push(() => zeebe.stop());
  const engine = openEngine(zeebe);
  stops.push(() => engine.close());
  const hub = await startHub(runDirectory, tenantsDirectory, zeebe, {
    channel,
    mojaloop,
    management,
  });
  stops.push(() => hub.stop());
  const scheme = new Scheme(addresses);
  let isSigning = false;
  const admit = async (combination: Combination): Promise<readonly Cast[]> => {
    if (combination.isSigned && !isSigning) {
      say('the switch starts again, to sign and to demand signatures');
      const { privateKey } = roleKeys.Hub;
      await options.packed?.sign({ privateKey, publicKeys: Object.fromEntries(publicKeys) });
      isSigning = true;
    }
    return Promise.all(
      lanes.map(async (lane) => {
        const fspIdOf = (role: HubTenant | 'fox') => nameOf(role, run, combination, lane);
        const fox = new Peer({
          fspId: fspIdOf('fox'),
          version: combination.version,
          addresses,
          privateKey: combination.isSigned ? roleKeys.fox.privateKey : undefined,
        });
        const foxUrl = await fox.start(host);
        stops.push(() => {
          fox.stop();
        });
        for (const tenant of hubTenants) await scheme.admit(fspIdOf(tenant), callbackUrl, []);
        await scheme.admit(fox.fspId, foxUrl, []);
        const tokenOf = async (tenant: HubTenant) =>
          issuers.get(fspIdOf(tenant))?.sign(86_400) ?? '';
        const [lion = '', buffalo = '', crane = ''] = await Promise.all(hubTenants.map(tokenOf));
        return {
          combination,
          fox,
          tenants: { lion: fspIdOf('lion'), buffalo: fspIdOf('buffalo'), crane: fspIdOf('crane') },
          tokens: { lion, buffalo, crane },
        };
      }),
    );
  };
  return {
    tap,
    ear,
    scheme,
    addresses,
    packed: options.packed,
    fineract,
    hub,
    channelAddress: `http://127.0.0.1:${channel}`,
    publicKeyOf: (fspId) => publicKeys.get(fspId),
    admit,
    checkEngine: () => engine.check(),
    stop,
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

function newRoleKeys(): RoleKeys {
  return {
    Hub: newKeyPair(),
    lion: newKeyPair(),
    buffalo: newKeyPair(),
    crane: newKeyPair(),
    fox: newKeyPair(),
  };
}

/** By FSP: lanes share the keys of a role, because making keys is slow. */
function publicKeysOf(
  keys: RoleKeys,
  run: string,
  combinations: readonly Combination[],
): ReadonlyMap<string, string> {
  const roles = ['lion', 'buffalo', 'crane', 'fox'] as const;
  const ofDfsps = combinations
    .filter(({ isSigned }) => isSigned)
    .flatMap((one) =>
      lanes.flatMap((lane) =>
        roles.map((role) => [nameOf(role, run, one, lane), keys[role].publicKey] as const),
      ),
    );
  return new Map([...ofDfsps, ['Hub', keys.Hub.publicKey]]);
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
  } as const;
  await deployProcesses(settings);
  return startHubProcess(settings, {
    name: 'hub',
    roles: ['all'],
    managementPort: ports.management,
    environment: { CHANNEL_PORT: String(ports.channel), MOJALOOP_PORT: String(ports.mojaloop) },
  });
}
