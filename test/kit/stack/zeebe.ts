import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePorts } from './ports';
import {
  startProcess,
  startRestartable,
  type ProcessDefinition,
  type RestartableProcess,
} from './processes';
import { ensureDistribution, type Say } from './toolbox/distribution';
import { findJava, type Java } from './toolbox/java';
import { zeebeDistribution } from './toolbox/zeebe';
import { brokerClass, restoreBackup, takeBackup } from './zeebe-backup';

export interface ZeebePorts {
  /** gRPC. */
  readonly gateway: number;
  /** /ready, /metrics, /actuator. */
  readonly management: number;
  readonly command: number;
  readonly internal: number;
  /** Zeebe's own REST API, which we do not use. */
  readonly rest: number;
}

export interface ZeebeOptions {
  /** Where it listens; 127.0.0.1 by default. */
  readonly host?: string;
  /** Where its gateway does; as the rest of it by default. */
  readonly gatewayHost?: string;
  /** Free ports by default. */
  readonly ports?: ZeebePorts;
  /** Kept after `stop()`. By default a new folder, which `stop()` removes. */
  readonly dataDirectory?: string;
  /** Default `<dataDirectory>/zeebe.log`. */
  readonly logFile?: string;
  /** Lets `moveClock` move the broker's time. */
  readonly controlledClock?: boolean;
  /** Default 1. */
  readonly partitions?: number;
  /** Further settings of the broker, such as exporters: `ZEEBE_BROKER_EXPORTERS_<ID>_CLASSNAME`. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Heap and collector; such that it boots fast by default. */
  readonly javaOptions?: readonly string[];
  readonly launcher?: readonly string[];
  /** Hears how long steps (a download) are going. */
  readonly say?: Say;
}

export interface Zeebe extends RestartableProcess {
  readonly dataDirectory: string;
  /** `127.0.0.1:26500` */
  readonly gatewayAddress: string;
  /** `http://127.0.0.1:9600` */
  readonly managementAddress: string;
  /** Moves the broker's time on; needs `controlledClock`. */
  moveClock(offsetMs: number): Promise<void>;
  /** Sets the broker's time, and holds it there; needs `controlledClock`. */
  pinClock(epochMs: number): Promise<void>;
  /** Its own backup, while it works; needs the settings of a store. */
  backUp(backupId: number): Promise<void>;
  /** Makes its data those of a backup, while it is down. */
  restore(backupId: number): Promise<void>;
}

/** Starts a broker of our own and resolves when it is ready. Fetches Zeebe when the cache has none. */
export async function startZeebe(options: ZeebeOptions = {}): Promise<Zeebe> {
  const java = findJava();
  const home = await ensureDistribution(zeebeDistribution, options.say ?? (() => undefined));
  const ports = options.ports ?? (await findFreeZeebePorts());
  const dataDirectory = options.dataDirectory ?? mkdtempSync(join(tmpdir(), 'payment-hub-zeebe-'));
  mkdirSync(dataDirectory, { recursive: true });
  const logFile = options.logFile ?? join(dataDirectory, 'zeebe.log');
  const definition = brokerProcess(java, home, dataDirectory, logFile, ports, options);
  const { host = '127.0.0.1', gatewayHost = host } = options;
  const managementAddress = `http://${host}:${ports.management}`;
  const broker = await startRestartable((again) => startProcess({ ...definition, ...again }), {
    temporaryDirectory: options.dataDirectory === undefined ? dataDirectory : undefined,
  });
  return Object.assign(broker, {
    dataDirectory,
    gatewayAddress: `${gatewayHost}:${ports.gateway}`,
    managementAddress,
    moveClock: (offsetMs: number) => setClock(managementAddress, 'add', { offsetMilli: offsetMs }),
    pinClock: (epochMs: number) => setClock(managementAddress, 'pin', { epochMilli: epochMs }),
    backUp: (backupId: number) => takeBackup(managementAddress, backupId),
    restore: (backupId: number) =>
      restoreBackup(definition, { data: dataFolderOf(dataDirectory), backupId }),
  });
}

async function findFreeZeebePorts(): Promise<ZeebePorts> {
  const [gateway = 0, management = 0, command = 0, internal = 0, rest = 0] = await findFreePorts(5);
  return { gateway, management, command, internal, rest };
}

const dataFolderOf = (dataDirectory: string): string => join(dataDirectory, 'data');

function brokerProcess(
  java: Java,
  home: string,
  dataDirectory: string,
  logFile: string,
  ports: ZeebePorts,
  options: ZeebeOptions,
): ProcessDefinition {
  return {
    name: 'zeebe',
    command: java.command,
    args: [
      ...javaOptions(java, options.javaOptions),
      '-classpath',
      `${join(home, 'config')}:${join(home, 'lib')}/*`,
      '-Dapp.name=broker',
      `-Dapp.home=${dataDirectory}`,
      `-Dbasedir=${dataDirectory}`,
      brokerClass,
    ],
    launcher: options.launcher,
    environment: { ...brokerSettings(dataDirectory, ports, options), ...options.environment },
    workingDirectory: dataDirectory,
    logFile,
    readiness: { httpOk: `http://${options.host ?? '127.0.0.1'}:${ports.management}/ready` },
    readyWithinMs: 120_000,
  };
}

/** Measured on two cores: a small heap and the serial collector boot fastest and cost no throughput. */
const fastBoot = ['-Xms256m', '-Xmx1g', '-XX:+UseSerialGC', '-XX:+ExitOnOutOfMemoryError'];

export function javaOptions(java: Java, heap: readonly string[] = fastBoot): string[] {
  const warningsOff = [
    '--enable-native-access=ALL-UNNAMED',
    ...(java.major >= 23 ? ['--sun-misc-unsafe-memory-access=allow'] : []),
  ];
  return [...heap, '-Dfile.encoding=UTF-8', ...warningsOff];
}

function brokerSettings(
  dataDirectory: string,
  ports: ZeebePorts,
  options: ZeebeOptions,
): Record<string, string> {
  const { host = '127.0.0.1', gatewayHost = host } = options;
  const controlledClock = options.controlledClock === true;
  return {
    ZEEBE_BROKER_NETWORK_HOST: host,
    ZEEBE_BROKER_GATEWAY_NETWORK_HOST: gatewayHost,
    SERVER_ADDRESS: host,
    MANAGEMENT_SERVER_ADDRESS: host,
    ZEEBE_BROKER_GATEWAY_NETWORK_PORT: String(ports.gateway),
    ZEEBE_BROKER_NETWORK_COMMANDAPI_PORT: String(ports.command),
    ZEEBE_BROKER_NETWORK_INTERNALAPI_PORT: String(ports.internal),
    SERVER_PORT: String(ports.rest),
    MANAGEMENT_SERVER_PORT: String(ports.management),
    ZEEBE_BROKER_DATA_DIRECTORY: dataFolderOf(dataDirectory),
    ZEEBE_BROKER_DATA_LOGSEGMENTSIZE: '16MB',
    ZEEBE_BROKER_CLUSTER_PARTITIONSCOUNT: String(options.partitions ?? 1),
    // One thread of each kind makes it stall.
    ZEEBE_BROKER_THREADS_CPUTHREADCOUNT: '2',
    ZEEBE_BROKER_THREADS_IOTHREADCOUNT: '2',
    ZEEBE_BROKER_EXPERIMENTAL_ROCKSDB_MEMORYLIMIT: '64MB',
    ZEEBE_CLOCK_CONTROLLED: String(controlledClock),
    MANAGEMENT_ENDPOINT_CLOCK_ENABLED: String(controlledClock),
  };
}

async function setClock(
  managementAddress: string,
  how: 'add' | 'pin',
  time: object,
): Promise<void> {
  const response = await fetch(`${managementAddress}/actuator/clock/${how}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(time),
  });
  if (!response.ok) {
    throw new Error(
      `The broker's clock was not moved: ${response.status} ${await response.text()}`,
    );
  }
}
