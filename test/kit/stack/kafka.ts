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

export interface KafkaOptions {
  /** Free ports by default. */
  readonly ports?: KafkaPorts;
  /** Kept after `stop()`. By default a new folder, which `stop()` removes. */
  readonly dataDirectory?: string;
  /** Default `<dataDirectory>/kafka.log`. */
  readonly logFile?: string;
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
  const ports = options.ports ?? (await findFreeKafkaPorts());
  const dataDirectory = options.dataDirectory ?? mkdtempSync(join(tmpdir(), 'payment-hub-kafka-'));
  mkdirSync(dataDirectory, { recursive: true });
  const settingsFile = join(dataDirectory, 'server.properties');
  writeFileSync(settingsFile, serverProperties(ports, join(dataDirectory, 'data')));
  await format(java, jars, settingsFile);
  const logFile = options.logFile ?? join(dataDirectory, 'kafka.log');
  const definition: ProcessDefinition = {
    name: 'kafka',
    command: java.command,
    args: [...javaOptions(jars), 'kafka.Kafka', settingsFile],
    workingDirectory: dataDirectory,
    logFile,
    readiness: { portOpen: ports.broker },
    readyWithinMs: 60_000,
  };
  const broker = await startRestartable((again) => startProcess({ ...definition, ...again }), {
    temporaryDirectory: options.dataDirectory === undefined ? dataDirectory : undefined,
  });
  return Object.assign(broker, {
    brokers: `127.0.0.1:${ports.broker}`,
  });
}

async function findFreeKafkaPorts(): Promise<KafkaPorts> {
  const [broker = 0, controller = 0] = await findFreePorts(2);
  return { broker, controller };
}

/** A small heap and the serial collector boot fastest and are enough for tests. */
function javaOptions(jars: string): string[] {
  return [
    '-Xms128m',
    '-Xmx256m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
    '-classpath',
    `${jars}/*`,
  ];
}

async function format(java: Java, jars: string, settingsFile: string): Promise<void> {
  const tool = ['kafka.tools.StorageTool', 'format', '--ignore-formatted', '-t', clusterId];
  await promisify(execFile)(java.command, [...javaOptions(jars), ...tool, '-c', settingsFile]);
}

function serverProperties({ broker, controller }: KafkaPorts, dataDirectory: string): string {
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://127.0.0.1:${broker},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${broker}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': dataDirectory,
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
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
