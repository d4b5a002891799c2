import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findFreePorts } from './ports';
import {
  startProcess,
  startRestartable,
  type ProcessDefinition,
  type RestartableProcess,
} from './processes';
import type { Say } from './toolbox/distribution';
import { ensureJars } from './toolbox/jars';
import { findJava, type Java } from './toolbox/java';
import { kafkaJars } from './toolbox/kafka';

export interface KafkaPorts {
  readonly broker: number;
  readonly controller: number;
}

type KafkaSettings = Readonly<Record<string, string | number | boolean>>;

export interface KafkaOptions {
  /** Where it listens; 127.0.0.1 by default. */
  readonly host?: string;
  /** Free ports by default. */
  readonly ports?: KafkaPorts;
  /** Kept after `stop()`. By default a new folder, which `stop()` removes. */
  readonly dataDirectory?: string;
  /** Default `<dataDirectory>/kafka.log`. */
  readonly logFile?: string;
  /** Heap and collector; a small heap by default, which is enough for tests. */
  readonly javaOptions?: readonly string[];
  /** Of server.properties, in the place of those with which tests wait for nothing. */
  readonly settings?: KafkaSettings;
  readonly launcher?: readonly string[];
  /** Hears how long steps (a download) are going. */
  readonly say?: Say;
}

export interface Kafka extends RestartableProcess {
  /** `127.0.0.1:9092`: KAFKA_BROKERS */
  readonly brokers: string;
}

/** Any will do; the broker wants 16 bytes in base64url. */
const clusterId = 'cGF5bWVudC1odWIta2Fma2';

/** Starts a broker of our own and resolves when it is ready. Fetches Kafka when the cache has none. */
export async function startKafka(options: KafkaOptions = {}): Promise<Kafka> {
  const java = findJava();
  const jars = await ensureJars(kafkaJars, options.say ?? (() => undefined));
  const { host = '127.0.0.1', ports = await findFreeKafkaPorts() } = options;
  const dataDirectory = options.dataDirectory ?? mkdtempSync(join(tmpdir(), 'payment-hub-kafka-'));
  mkdirSync(dataDirectory, { recursive: true });
  const settingsFile = join(dataDirectory, 'server.properties');
  writeFileSync(settingsFile, serverProperties(ports, join(dataDirectory, 'data'), options));
  await format(java, jars, settingsFile);
  const logFile = options.logFile ?? join(dataDirectory, 'kafka.log');
  const definition: ProcessDefinition = {
    name: 'kafka',
    command: java.command,
    args: [...javaOptions(jars, options.javaOptions), 'kafka.Kafka', settingsFile],
    launcher: options.launcher,
    workingDirectory: dataDirectory,
    logFile,
    readiness: { portOpen: ports.broker, host },
    readyWithinMs: 60_000,
  };
  const broker = await startRestartable((again) => startProcess({ ...definition, ...again }), {
    temporaryDirectory: options.dataDirectory === undefined ? dataDirectory : undefined,
  });
  return Object.assign(broker, {
    brokers: `${host}:${ports.broker}`,
  });
}

async function findFreeKafkaPorts(): Promise<KafkaPorts> {
  const [broker = 0, controller = 0] = await findFreePorts(2);
  return { broker, controller };
}

/** A small heap and the serial collector boot fastest and are enough for tests. */
const smallHeap = ['-Xms128m', '-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

function javaOptions(jars: string, heap: readonly string[] = smallHeap): string[] {
  return [...heap, '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn', '-classpath', `${jars}/*`];
}

async function format(java: Java, jars: string, settingsFile: string): Promise<void> {
  const tool = ['kafka.tools.StorageTool', 'format', '--ignore-formatted', '-t', clusterId];
  await promisify(execFile)(java.command, [...javaOptions(jars), ...tool, '-c', settingsFile]);
}

const testSettings: KafkaSettings = {
  'auto.create.topics.enable': false,
  'default.replication.factor': 1,
  'min.insync.replicas': 1,
  'offsets.topic.replication.factor': 1,
  'offsets.topic.num.partitions': 4,
  'transaction.state.log.replication.factor': 1,
  'transaction.state.log.min.isr': 1,
  'transaction.state.log.num.partitions': 4,
  // Seconds to minutes as it comes: tests wait for none of these.
  'group.initial.rebalance.delay.ms': 0,
  'group.min.session.timeout.ms': 1_000,
  'transaction.abort.timed.out.transaction.cleanup.interval.ms': 500,
  'log.cleaner.backoff.ms': 200,
  'log.cleaner.dedupe.buffer.size': 2_097_152,
  // The controller takes a killed broker back after its session: 2 s in place of 11.
  'broker.session.timeout.ms': 1_000,
  'broker.heartbeat.interval.ms': 200,
};

function serverProperties(
  { broker, controller }: KafkaPorts,
  dataDirectory: string,
  { host = '127.0.0.1', settings: further = testSettings }: KafkaOptions,
): string {
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@${host}:${controller}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://${host}:${broker},CONTROLLER://${host}:${controller}`,
    'advertised.listeners': `PLAINTEXT://${host}:${broker}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': dataDirectory,
    ...further,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
