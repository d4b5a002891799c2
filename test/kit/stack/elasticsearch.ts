import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
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
import { elasticsearchDistribution } from './toolbox/elasticsearch';
import { findJava, type Java } from './toolbox/java';

export interface ElasticsearchPorts {
  readonly http: number;
  readonly transport: number;
}

export interface ElasticsearchOptions {
  /** Where it listens; 127.0.0.1 by default. */
  readonly host?: string;
  /** Free ports by default. */
  readonly ports?: ElasticsearchPorts;
  /** Kept after `stop()`. By default a new folder, which `stop()` removes. */
  readonly dataDirectory?: string;
  /** Default `<dataDirectory>/elasticsearch.log`. */
  readonly logFile?: string;
  /** Default 256, which is enough for tests. */
  readonly heapMb?: number;
  /** Heap and collector, in the place of a small heap and what boots fastest. */
  readonly javaOptions?: readonly string[];
  readonly launcher?: readonly string[];
  /** Further settings of elasticsearch.yml. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Hears how long steps (a download) are going. */
  readonly say?: Say;
}

export interface Elasticsearch extends RestartableProcess {
  /** `http://127.0.0.1:9200` */
  readonly address: string;
}

/** Starts a node of our own and resolves when it is ready. Fetches it when the cache has none. */
export async function startElasticsearch(
  options: ElasticsearchOptions = {},
): Promise<Elasticsearch> {
  const java = findJava();
  const home = await ensureDistribution(
    elasticsearchDistribution,
    options.say ?? (() => undefined),
  );
  const ports = options.ports ?? (await findFreeElasticsearchPorts());
  const dataDirectory =
    options.dataDirectory ?? mkdtempSync(join(tmpdir(), 'payment-hub-elasticsearch-'));
  writeConfiguration(home, dataDirectory, ports, options);
  const definition = nodeProcess(java, home, dataDirectory, ports, options);
  const node = await startRestartable((again) => startProcess({ ...definition, ...again }), {
    temporaryDirectory: options.dataDirectory === undefined ? dataDirectory : undefined,
  });
  return Object.assign(node, {
    address: `http://${options.host ?? '127.0.0.1'}:${ports.http}`,
  });
}

async function findFreeElasticsearchPorts(): Promise<ElasticsearchPorts> {
  const [http = 0, transport = 0] = await findFreePorts(2);
  return { http, transport };
}

function nodeProcess(
  java: Java,
  home: string,
  dataDirectory: string,
  ports: ElasticsearchPorts,
  options: ElasticsearchOptions,
): ProcessDefinition {
  const { host = '127.0.0.1', logFile = join(dataDirectory, 'elasticsearch.log') } = options;
  const [command, ...args] = [...notAsRoot(), 'bash', join(home, 'bin/elasticsearch')];
  return {
    name: 'elasticsearch',
    command,
    args,
    launcher: options.launcher,
    environment: {
      ES_JAVA_HOME: java.home,
      ES_PATH_CONF: join(dataDirectory, 'config'),
      ES_TMPDIR: join(dataDirectory, 'tmp'),
      ES_JAVA_OPTS: undefined,
      // The small program that starts the server and waits for it.
      CLI_JAVA_OPTS: '-Xms4m -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1',
    },
    workingDirectory: dataDirectory,
    logFile,
    readiness: {
      httpOk: `http://${host}:${ports.http}/_cluster/health?wait_for_status=yellow&timeout=1s`,
    },
    readyWithinMs: 300_000,
  };
}

/**
 * It refuses to run as root, whom containers like to be; what root may read it must read all the same. Without
 * the securebit access(2), by which Java asks, forgets the capabilities of whoever is not root.
 */
function notAsRoot(): string[] {
  if (process.getuid?.() !== 0) return [];
  const capabilities = '+dac_override,+dac_read_search';
  return [
    'setpriv',
    '--securebits=+no_setuid_fixup',
    '--reuid=65534',
    '--regid=65534',
    '--clear-groups',
    `--inh-caps=${capabilities}`,
    `--ambient-caps=${capabilities}`,
  ];
}

function writeConfiguration(
  home: string,
  dataDirectory: string,
  ports: ElasticsearchPorts,
  options: ElasticsearchOptions,
): void {
  const { heapMb = 256, javaOptions = smallHeap(heapMb) } = options;
  const config = join(dataDirectory, 'config');
  mkdirSync(config, { recursive: true });
  mkdirSync(join(dataDirectory, 'tmp'), { recursive: true });
  const settings = {
    'discovery.type': 'single-node',
    'network.host': options.host ?? '127.0.0.1',
    'http.port': String(ports.http),
    'transport.port': String(ports.transport),
    'path.data': join(dataDirectory, 'data'),
    'path.logs': join(dataDirectory, 'logs'),
    'node.processors': '2',
    // Who logs in is tested elsewhere: with security on it answers nobody before it has a password.
    'xpack.security.enabled': 'false',
    // A disk that others have filled is none of a test's business.
    'cluster.routing.allocation.disk.threshold_enabled': 'false',
    ...options.settings,
  };
  const lines = Object.entries(settings).map(
    ([name, value]) => `${name}: ${JSON.stringify(value)}\n`,
  );
  writeFileSync(join(config, 'elasticsearch.yml'), lines.join(''));
  writeFileSync(
    join(config, 'jvm.options'),
    `${jvmOptions(dataDirectory, javaOptions).join('\n')}\n`,
  );
  copyFileSync(join(home, 'config/log4j2.properties'), join(config, 'log4j2.properties'));
}

/** A small heap and the serial collector boot fastest and are enough for tests. */
const smallHeap = (heapMb: number) => [
  `-Xms${heapMb}m`,
  `-Xmx${heapMb}m`,
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
];

function jvmOptions(dataDirectory: string, heap: readonly string[]): string[] {
  return [...heap, '-XX:+ExitOnOutOfMemoryError', `-Djava.io.tmpdir=${join(dataDirectory, 'tmp')}`];
}
