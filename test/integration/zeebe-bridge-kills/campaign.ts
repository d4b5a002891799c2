/** A broker, two bridges behind one address and Kafka, killed in turn while processes run. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ZBClient } from 'zeebe-node';
import type { KafkaDoor, KafkaRecord } from '../../../connectors/common/doors/kafka/kafka-door';
import { exporterSettings } from '../../../connectors/exporters/zeebe-bridge/broker-exporter';
import { contentOf, openDoor } from '../../kit/kafka';
import { startKafka } from '../../kit/stack/kafka';
import { findFreePorts } from '../../kit/stack/ports';
import { startRestartable, type RestartableProcess } from '../../kit/stack/processes';
import { startScript } from '../../kit/stack/scripts';
import { startZeebe } from '../../kit/stack/zeebe';
import { findGaps, type Found } from './gaps';
import { startProxy, type BadAnswer } from './proxy';

export interface CampaignOptions {
  readonly kills: number;
  readonly seed: number;
  readonly runDirectory: string;
  readonly say: (line: string) => void;
}

export interface Outcome extends Found {
  readonly killed: Readonly<Record<Victim, number>>;
  readonly badAnswers: Readonly<Record<BadAnswer, number>>;
  /** Processes that the broker has said it began. */
  readonly begun: number;
}

const victims = ['bridge', 'broker', 'kafka', 'other bridge'] as const;
type Victim = (typeof victims)[number];

const partitions = 2;
const topic = 'payment-hub.engine-records.main';
const settleMs = 240_000;
/** A kill that finds nothing under way proves nothing. */
const beforeKillRecords = 200;

const diagram = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="http://bpmn.io/schema/bpmn">
  <bpmn:process id="short" isExecutable="true">
    <bpmn:startEvent id="begin"><bpmn:outgoing>f</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="f" sourceRef="begin" targetRef="end" />
    <bpmn:endEvent id="end"><bpmn:incoming>f</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
</bpmn:definitions>`;

export async function runCampaign(options: CampaignOptions): Promise<Outcome> {
  // Whatever was started is ended, the last first, however far it got.
  const ending: (() => Promise<void>)[] = [];
  try {
    return await runStarted(options, (end) => void ending.unshift(end));
  } finally {
    for (const end of ending) await end();
  }
}

async function runStarted(
  { kills, seed, runDirectory, say }: CampaignOptions,
  atEnd: (end: () => Promise<void>) => void,
): Promise<Outcome> {
  const kafka = await startKafka({ logFile: `${runDirectory}/kafka.log`, say });
  atEnd(() => kafka.stop());
  const door = openDoor(kafka);
  atEnd(() => door.close());
  const bridge = await startBridge('bridge-1', kafka.brokers, runDirectory);
  atEnd(() => bridge.role.kill());
  const other = await startBridge('bridge-2', kafka.brokers, runDirectory);
  atEnd(() => other.role.kill());
  const proxy = await startProxy([bridge.port, other.port], randomOf(seed));
  atEnd(() => proxy.close());
  const environment = exporterSettings(proxy.address);
  const logFile = `${runDirectory}/zeebe.log`;
  const zeebe = await startZeebe({ partitions, logFile, environment, say });
  atEnd(() => zeebe.stop());
  const client = new ZBClient(zeebe.gatewayAddress, { loglevel: 'NONE', retry: false });
  atEnd(async () => {
    await client.close();
  });
  const traffic = new Traffic(client);
  atEnd(async () => {
    await traffic.stop();
  });
  const killable: Readonly<Record<Victim, Pick<RestartableProcess, 'restart'>>> = {
    ...{ broker: zeebe, kafka, bridge: bridge.role, 'other bridge': other.role },
  };
  const killed = { bridge: 0, broker: 0, kafka: 0, 'other bridge': 0 };
  await traffic.start();
  for (let kill = 0; kill < kills; kill += 1) {
    await someRecords(door);
    const victim = victims[kill % victims.length] ?? 'broker';
    killed[victim] += 1;
    say(`kill ${kill + 1} of ${kills}: ${victim}`);
    await killable[victim].restart();
  }
  await someRecords(door);
  const begun = await traffic.stop();
  const records = await settled(door, begun, say);
  return { ...findGaps(records), killed, badAnswers: proxy.given, begun: begun.size };
}

/** `hub start zeebe-bridge`. */
async function startBridge(name: string, brokers: string, runDirectory: string) {
  const [port = 0, management = 0] = await findFreePorts(2);
  const role = await startRestartable((again) =>
    startScript({
      name,
      script: 'connectors/main.ts',
      args: ['start', 'zeebe-bridge'],
      runDirectory,
      environment: {
        KAFKA_BROKERS: brokers,
        ENGINE_PARTITIONS: String(partitions),
        ENGINE_RECORDS_REPLICATION: '1',
        ZEEBE_BRIDGE_PORT: String(port),
        HUB_MANAGEMENT_PORT: String(management),
      },
      readiness: { httpOk: `http://127.0.0.1:${management}/livez` },
      ...again,
    }),
  );
  return { role, port };
}

/** Short processes, one after the other, for as long as it lasts: what fails is begun anew. */
class Traffic {
  private readonly begun = new Set<string>();
  private isOver = false;
  private running: Promise<void>[] = [];

  constructor(private readonly client: ZBClient) {}

  /** Resolves once the engine does what it is told: a broker that says it is ready may know no partition yet. */
  async start(): Promise<void> {
    const process = Buffer.from(diagram);
    await this.untilDone(() => this.client.deployResource({ process, name: 'short.bpmn' }));
    this.running = Array.from({ length: 4 }, () => this.run());
  }

  async stop(): Promise<ReadonlySet<string>> {
    this.isOver = true;
    // What is under way when the broker is gone for good has begun nothing that was told.
    await Promise.allSettled(this.running);
    return this.begun;
  }

  private async run(): Promise<void> {
    while (!this.isOver) {
      const { processInstanceKey } = await this.untilDone(() =>
        this.client.createProcessInstance({ bpmnProcessId: 'short', variables: { text: 'Ämne' } }),
      );
      this.begun.add(processInstanceKey);
    }
  }

  private async untilDone<Result>(work: () => Promise<Result>): Promise<Result> {
    const deadline = Date.now() + settleMs;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (this.isOver || Date.now() > deadline) throw error;
        await sleep(100);
      }
    }
  }
}

/** Undefined while Kafka is away. */
async function written(door: KafkaDoor): Promise<number | undefined> {
  const ends = await door.endOffsets(topic).catch(() => undefined);
  return ends && [...ends.values()].reduce((sum, end) => sum + end, 0);
}

async function someRecords(door: KafkaDoor): Promise<void> {
  const deadline = Date.now() + settleMs;
  let before: number | undefined;
  for (;;) {
    const now = await written(door);
    before ??= now;
    if (now !== undefined && before !== undefined && now >= before + beforeKillRecords) return;
    if (Date.now() > deadline) throw new Error(`no records came within ${settleMs} ms`);
    await sleep(100);
  }
}

/** Once the end of every process that was begun stands on Kafka. */
async function settled(
  door: KafkaDoor,
  begun: ReadonlySet<string>,
  say: (line: string) => void,
): Promise<KafkaRecord[]> {
  const deadline = Date.now() + settleMs;
  for (;;) {
    const records = await contentOf(door, topic);
    const ended = new Set(records.map(({ value = '' }) => endedProcess(value)));
    const missing = [...begun].filter((key) => !ended.has(key));
    if (missing.length === 0) return records;
    if (Date.now() > deadline) throw new Error(`${missing.length} processes have no end on Kafka`);
    say(`${missing.length} of ${begun.size} processes have no end on Kafka yet`);
    await sleep(1_000);
  }
}

function endedProcess(document: string): string | undefined {
  if (!document.includes('"intent":"ELEMENT_COMPLETED"')) return undefined;
  if (!document.includes('"bpmnElementType":"PROCESS"')) return undefined;
  return /"processInstanceKey":(\d+)/.exec(document)?.[1];
}

/** The same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
