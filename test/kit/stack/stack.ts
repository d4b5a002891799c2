import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { exporterSettings } from '../../../connectors/decision-relay/incidents/broker-exporter';
import {
  auditEnvironment,
  auditProcess,
  brokerSettings,
  decisionsOverKafka,
  messageJournal,
  pastPayments,
  startAuditStores,
  type AuditStores,
} from './audit-half';
import { currency, dfspNames, fineractUser, type DfspName } from './dfsps';
import {
  deployProcesses,
  startHubProcess,
  type HubCode,
  type HubProcess,
  type HubProcessSettings,
  type HubSettings,
} from './hub';
import { writeFeeRules } from './fee-rules';
import { feesProcess, issuerAddress, startIssuerProcess, withPage } from './page-half';
import { choosePorts, zeebePortsOf, type PortChoice, type StackPorts } from './layout';
import { startFineract, startSwitch, type RunningFineract, type RunningSwitch } from './simulators';
import { writeTenantFiles, type TenantSections } from './tenant-files';
import { createTokenIssuer, type TokenIssuer } from './tokens';
import type { Say } from './toolbox/distribution';
import { allStarted, startOrNothing, type Stop } from './or-nothing';
import { startZeebe, type Zeebe } from './zeebe';

export interface StackOptions {
  /** Gets logs, tenant files and the broker's data; made when it is not there. */
  readonly runDirectory: string;
  readonly ports: PortChoice;
  /** Begins with an empty broker: what the folder holds is removed. */
  readonly fresh?: boolean;
  /** `together` (default): `hub start all`. `apart`: one process for each role. */
  readonly roles?: 'together' | 'apart';
  /** `engine` (default): payments alone. `whole`: with all by which they are found after they have ended. */
  readonly shape?: Shape;
  /** Of a whole one: the operators' page too, with whoever may sign in at it, and the APIs that it shows. */
  readonly hasPage?: boolean;
  /** Default `source`. */
  readonly hubCode?: HubCode;
  /** Lets `zeebe.moveClock` move the broker's time. */
  readonly controlledClock?: boolean;
  /** Further settings of the broker, such as exporters. */
  readonly brokerEnvironment?: Readonly<Record<string, string>>;
  /** The folder of another build of the hub, and roles of today that it has not. */
  readonly hubRoot?: string;
  /** Its tenants' times do not fit, and the hub would refuse them: see hasty-hub.ts. */
  readonly isHasty?: true;
  readonly withoutRoles?: readonly string[];
  /** For node, before the script's name, where the hub's roles run. */
  readonly hubNodeArguments?: readonly string[];
  readonly hubEnvironment?: Readonly<Record<string, string>>;
  /** Added to the sections of both tenants' files, such as `{timers: {...}}`. */
  readonly tenantSections?: TenantSections | ((ports: StackPorts) => TenantSections);
  readonly say?: Say;
  /** What hub and switch are told in the place of each other's, the engine's and the Fineracts' addresses: a proxy's. */
  readonly through?: (peer: Peer, address: string) => string;
}

export type Shape = 'engine' | 'whole';

type Peer = 'hub' | 'switch' | 'engine' | DfspName;

/** Zeebe, the hub, a switch and two DFSPs' Fineracts, all running. */
export interface Stack {
  readonly ports: StackPorts;
  readonly zeebe: Zeebe;
  readonly switch: RunningSwitch;
  readonly fineract: Readonly<Record<DfspName, RunningFineract>>;
  /** One, or one for each role. */
  readonly hub: readonly HubProcess[];
  readonly channelAddress: string;
  /** Of a whole one: for `hub audit`. */
  readonly audit?: AuditHalf;
  /** For a person at the operations API of a whole one, good for a day; roles such as `lion:operator`. */
  operatorToken(person: string, roles: readonly string[]): Promise<string>;
  /** For the apps of one DFSP, good for a day. */
  token(tenant: DfspName): Promise<string>;
  /** Ends everything in good order. */
  stop(): Promise<void>;
}

export interface AuditHalf {
  readonly operationsAddress: string;
  readonly elasticsearchAddress: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly processes: AuditStores['processes'];
}

/** Starts everything, or nothing: what runs already is stopped when a part does not start. */
export function startStack(options: StackOptions): Promise<Stack> {
  return startOrNothing((stops) => startParts(options, stops));
}

async function startParts(options: StackOptions, stops: Stop[]): Promise<Omit<Stack, 'stop'>> {
  const { runDirectory, say = () => undefined } = options;
  const ports = await choosePorts(options.ports);
  if (options.fresh === true) rmSync(runDirectory, { recursive: true, force: true });
  mkdirSync(runDirectory, { recursive: true });
  const stores = await startStores(options, ports, stops);
  say('starting Zeebe, a switch and two Fineracts');
  const switchCallbackUrl = addressOf(options, 'hub', `http://127.0.0.1:${ports.mojaloop}`);
  const starting = {
    zeebe: startZeebe({
      ports: zeebePortsOf(ports),
      dataDirectory: join(runDirectory, 'zeebe'),
      logFile: join(runDirectory, 'zeebe.log'),
      controlledClock: options.controlledClock ?? false,
      environment: {
        ...(options.withoutRoles?.includes('decision-relay') === true
          ? {}
          : exporterSettings(`http://127.0.0.1:${ports.incidents}`)),
        ...(stores && brokerSettings(ports)),
        ...options.brokerEnvironment,
      },
      say,
    }),
    switch: startSwitch(runDirectory, ports.switch, switchCallbackUrl),
    lion: startFineract(runDirectory, 'lion', ports.lion),
    buffalo: startFineract(runDirectory, 'buffalo', ports.buffalo),
  };
  await settleAll(starting, stops);
  const zeebe = await starting.zeebe;
  const switchSimulator = await starting.switch;
  const fineract = { lion: await starting.lion, buffalo: await starting.buffalo };
  const issuers = writeTenants(options, ports, { switchSimulator, fineract });
  writeFeeRules(runDirectory);
  say('deploying the BPMN processes, starting the hub');
  const hasPage = options.hasPage === true && stores !== undefined;
  const operators = createTokenIssuer(
    hasPage ? issuerAddress(ports) : 'https://identity.operators.example',
  );
  if (hasPage) {
    const issuer = await startIssuerProcess(runDirectory, ports, operators);
    stops.push(() => issuer.stop());
  }
  const hub = await startHub(options, ports, { zeebe, stores, operators }, stops);
  return {
    ports,
    zeebe,
    switch: switchSimulator,
    fineract,
    hub,
    channelAddress: `http://127.0.0.1:${ports.channel}`,
    ...(stores && {
      audit: {
        operationsAddress: `http://127.0.0.1:${ports.operations}`,
        elasticsearchAddress: stores.elasticsearchAddress,
        environment: auditEnvironment(runDirectory, stores),
        processes: stores.processes,
      },
    }),
    operatorToken: (sub, roles) => operators.sign(86_400, { sub, payment_hub_roles: [...roles] }),
    token: (tenant) => issuers[tenant].sign(86_400),
  };
}

async function startStores(
  { shape, runDirectory, say = () => undefined }: StackOptions,
  ports: StackPorts,
  stops: Stop[],
): Promise<AuditStores | undefined> {
  if (shape !== 'whole') return undefined;
  say('starting Kafka and Elasticsearch');
  const stores = await startAuditStores(runDirectory, ports, say);
  stops.push(() => stores.stop());
  return stores;
}

/** Waits for all, so that what did start is stopped when another did not. */
async function settleAll(
  starting: { zeebe: Promise<Zeebe> } & Record<
    'switch' | DfspName,
    Promise<{ process: { stop(): Promise<void> } }>
  >,
  stops: Stop[],
): Promise<void> {
  const { zeebe, ...simulators } = starting;
  const processes = Object.values(simulators).map(async (one) => (await one).process);
  await allStarted(stops, [...processes, zeebe]);
}

function addressOf({ through }: StackOptions, peer: Peer, address: string): string {
  return through === undefined ? address : through(peer, address);
}

const tenantsDirectoryOf = (runDirectory: string): string => join(runDirectory, 'tenants');

function writeTenants(
  options: StackOptions,
  ports: StackPorts,
  {
    switchSimulator,
    fineract,
  }: { switchSimulator: RunningSwitch; fineract: Record<DfspName, RunningFineract> },
): Record<DfspName, TokenIssuer> {
  const { tenantSections } = options;
  const sections = typeof tenantSections === 'function' ? tenantSections(ports) : tenantSections;
  const issuers = {
    lion: createTokenIssuer('https://identity.lion.example'),
    buffalo: createTokenIssuer('https://identity.buffalo.example'),
  };
  writeTenantFiles(
    tenantsDirectoryOf(options.runDirectory),
    dfspNames.map((name) => ({
      name,
      currency,
      tokens: issuers[name],
      switch: addressOf(options, 'switch', switchSimulator.url),
      fineract: {
        baseUrl: `${addressOf(options, name, fineract[name].address)}/fineract-provider`,
        fineractTenantId: name,
        ...fineractUser,
      },
      ...(sections && { sections }),
    })),
  );
  return issuers;
}

/** What the hub stands on. */
interface Behind {
  readonly zeebe: Zeebe;
  readonly stores: AuditStores | undefined;
  readonly operators: TokenIssuer;
}

async function startHub(
  options: StackOptions,
  ports: StackPorts,
  { zeebe, stores, operators }: Behind,
  stops: Stop[],
): Promise<HubProcess[]> {
  const settings: HubSettings = {
    code: options.hubCode ?? 'source',
    ...(options.hubRoot !== undefined && { root: options.hubRoot }),
    ...(options.isHasty === true && { isHasty: true as const }),
    ...(options.hubNodeArguments && { nodeArguments: options.hubNodeArguments }),
    runDirectory: options.runDirectory,
    tenantsDirectory: tenantsDirectoryOf(options.runDirectory),
    zeebeAddress: addressOf(options, 'engine', zeebe.gatewayAddress),
    ...(options.hubEnvironment && { environment: options.hubEnvironment }),
  };
  await deployProcesses(settings);
  const processes = [
    ...hubProcesses(options, ports, {
      ofAll: stores && messageJournal(stores),
      ofChannel: stores && pastPayments(stores),
      ofRelay: stores && decisionsOverKafka(stores),
    }),
    ...(stores === undefined ? [] : auditProcesses(options, ports, stores, operators)),
  ].filter(({ name }) => options.withoutRoles?.includes(name) !== true);
  const results = await Promise.allSettled(processes.map((one) => startHubProcess(settings, one)));
  const started = results.flatMap((result) =>
    result.status === 'fulfilled' ? [result.value] : [],
  );
  stops.push(async () => {
    await Promise.all(started.map((one) => one.stop()));
  });
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return started;
}

function auditProcesses(
  { runDirectory, hasPage }: StackOptions,
  ports: StackPorts,
  stores: AuditStores,
  operators: TokenIssuer,
): HubProcessSettings[] {
  const audit = auditProcess(runDirectory, ports, stores, operators);
  if (hasPage !== true) return [audit];
  const page = withPage(audit, ports, operators);
  return [
    // Its calls lead to the page.
    { ...page, roles: [...page.roles, 'on-call'] },
    feesProcess(runDirectory, ports, stores, operators),
  ];
}

type Settings = Readonly<Record<string, string>>;

function hubProcesses(
  { roles = 'together', runDirectory }: StackOptions,
  ports: StackPorts,
  {
    ofAll = {},
    ofChannel = {},
    ofRelay = {},
  }: Partial<Record<'ofAll' | 'ofChannel' | 'ofRelay', Settings | undefined>>,
): HubProcessSettings[] {
  const decisionRelay = {
    DECISION_RELAY_INCIDENTS_PORT: String(ports.incidents),
    DECISION_RELAY_INCIDENTS_FILE: join(runDirectory, 'incidents.json'),
    ...ofRelay,
  };
  const channel = { CHANNEL_PORT: String(ports.channel), ...ofChannel, ...ofAll };
  const mojaloop = { MOJALOOP_PORT: String(ports.mojaloop), ...ofAll };
  if (roles === 'together') {
    const environment = { ...channel, ...mojaloop, ...decisionRelay };
    return [{ name: 'hub', roles: ['all'], managementPort: ports.management, environment }];
  }
  const { management, mojaloopManagement, amsManagement, feeRulesManagement } = ports;
  return [
    { name: 'channel', roles: ['channel'], managementPort: management, environment: channel },
    {
      name: 'mojaloop',
      roles: ['mojaloop'],
      managementPort: mojaloopManagement,
      environment: mojaloop,
    },
    {
      name: 'ams-fineract',
      roles: ['ams-fineract'],
      managementPort: amsManagement,
      environment: ofAll,
    },
    {
      name: 'fee-rules',
      roles: ['fee-rules'],
      managementPort: feeRulesManagement,
      environment: {},
    },
    {
      name: 'decision-relay',
      roles: ['decision-relay'],
      managementPort: ports.decisionRelayManagement,
      environment: decisionRelay,
    },
  ];
}
