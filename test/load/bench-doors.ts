/**
 * `make bench-kafka-door`, `make bench-elasticsearch-door`: what the doors make of the same batches as the bare
 * library, in turns on one broker or node. Only the ratio means something: machines and their noise differ.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@elastic/elasticsearch';
import { Kafka as KafkaClient, logLevel } from 'kafkajs';
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../connectors/common/clock';
import { connectElasticsearch } from '../../connectors/common/doors/elasticsearch/connect-elasticsearch';
import { elasticsearchEnvironment } from '../../connectors/common/doors/elasticsearch/environment';
import { startElasticsearch } from '../kit/stack/elasticsearch';
import { startKafka } from '../kit/stack/kafka';
import { runDirectory } from '../kit/stack/settings';
import { stopOnSignals } from '../kit/stack/signals';
import { cpuTimeMs } from '../kit/cpu-time';
import { openDoor } from '../kit/kafka';
import { silentLog } from '../kit/mojaloop';

const rounds = Number(process.env['ROUNDS'] ?? 5);
const batches = Number(process.env['BATCHES'] ?? 400);
const batchSize = 100;
/** Batches that wait for their answer at a time. */
const atOnce = 16;
const partitions = 3;

const say = (line: string) => {
  process.stdout.write(`${line}\n`);
};

/** As long as a record of the engine. */
const value = JSON.stringify({
  partitionId: 1,
  valueType: 'PROCESS_INSTANCE',
  value: { bpmnProcessId: 'payer-transfer', filler: 'x'.repeat(900) },
});

interface Contestant {
  readonly name: string;
  /** Resolves when all batches are acknowledged. */
  run(): Promise<void>;
}

interface Figures {
  readonly perSecond: number;
  readonly cpuUs: number;
}

async function timed(contestant: Contestant): Promise<Figures> {
  const [startMs, cpuMs] = [performance.now(), cpuTimeMs()];
  await contestant.run();
  const records = batches * batchSize;
  return {
    perSecond: (records * 1_000) / (performance.now() - startMs),
    cpuUs: ((cpuTimeMs() - cpuMs) * 1_000) / records,
  };
}

/** In turns, the first of them by turns too; medians, and each as a ratio to the first contestant. */
async function compete(contestants: readonly Contestant[]): Promise<void> {
  const figures = new Map<string, Figures[]>(contestants.map(({ name }) => [name, []]));
  for (let round = -1; round < rounds; round += 1) {
    const order = round % 2 === 0 ? contestants : [...contestants].reverse();
    for (const contestant of order) {
      const measured = await timed(contestant);
      // The first round warms up.
      if (round >= 0) figures.get(contestant.name)?.push(measured);
    }
  }
  const median = (name: string, of: (one: Figures) => number): number =>
    (figures.get(name) ?? []).map(of).sort((left, right) => left - right)[rounds >> 1] ?? 0;
  const [bare] = contestants;
  for (const { name } of contestants) {
    const perSecond = median(name, (one) => one.perSecond);
    const cpuUs = median(name, (one) => one.cpuUs);
    const ratio = perSecond / median(bare?.name ?? '', (one) => one.perSecond);
    say(
      `${name.padEnd(48)}${perSecond.toFixed(0).padStart(9)} a second${cpuUs.toFixed(1).padStart(8)} us of CPU each   ratio ${ratio.toFixed(2)}`,
    );
  }
}

/** Calls `send` for each batch, some at a time. */
async function inTurn(send: (batch: number) => Promise<unknown>, concurrency: number) {
  let next = 0;
  const work = async (): Promise<void> => {
    for (let batch = next++; batch < batches; batch = next++) await send(batch);
  };
  await Promise.all(Array.from({ length: concurrency }, work));
}

async function benchKafka(): Promise<void> {
  const kafka = await startKafka({ logFile: join(runDirectory(), 'bench-kafka.log'), say });
  const door = openDoor(kafka);
  try {
    const topic = `bench.${randomUUID()}`;
    await door.ensureTopics([
      { name: topic, partitions, settings: { 'retention.bytes': '50000000' } },
    ]);
    const recordsOf = (batch: number) =>
      Array.from({ length: batchSize }, (_, index) => ({
        topic,
        key: `1-${batch * batchSize + index}`,
        value,
        partition: batch % partitions,
      }));
    const client = new KafkaClient({
      brokers: kafka.brokers.split(','),
      logLevel: logLevel.NOTHING,
    });
    const producer = client.producer({ idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    const bare = (batch: number) =>
      producer.sendBatch({ acks: -1, topicMessages: [{ topic, messages: recordsOf(batch) }] });
    const publisher = door.openPublisher();
    const own = (batch: number) => publisher.publish(recordsOf(batch));
    say(`${batches} batches of ${batchSize} records of ${value.length} bytes, ${rounds} rounds`);
    await compete([
      { name: `kafkajs' own send, ${atOnce} at a time`, run: () => inTurn(bare, atOnce) },
      { name: `the door's publisher, ${atOnce} at a time`, run: () => inTurn(own, atOnce) },
      { name: "kafkajs' own send, one after the other", run: () => inTurn(bare, 1) },
      { name: "the door's publisher, one after the other", run: () => inTurn(own, 1) },
    ]);
    await producer.disconnect();
  } finally {
    await door.close();
    await kafka.stop();
  }
}

async function benchElasticsearch(): Promise<void> {
  const logFile = join(runDirectory(), 'bench-elasticsearch.log');
  const node = await startElasticsearch({ logFile, say });
  const client = new Client({ node: node.address });
  const settings = elasticsearchEnvironment.parse({ ELASTICSEARCH_URLS: node.address });
  const door = connectElasticsearch(settings, {
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
    metrics: new Registry(),
  });
  try {
    await door.ensureTemplate({
      name: 'bench',
      patterns: ['bench-*'],
      priority: 1_000,
      settings: { number_of_shards: 1, number_of_replicas: 0, refresh_interval: '-1' },
      mappings: { dynamic: 'strict', enabled: false },
      aliases: [],
    });
    const documents = batches * batchSize;
    const fresh = async (write: (index: string) => Promise<unknown>): Promise<void> => {
      const index = `bench-${randomUUID()}`;
      await write(index);
      await door.deleteIndices([index]);
    };
    const operationsOf = (index: string, batch: number) =>
      Array.from({ length: batchSize }, (_, at) => ({
        kind: 'index' as const,
        index,
        id: `1-${batch * batchSize + at}`,
        source: value,
      }));
    const helper = (index: string) => {
      let id = 0;
      return client.helpers.bulk({
        datasource: Array.from({ length: documents }, () => value),
        concurrency: 4,
        onDocument: () => ({ index: { _index: index, _id: `1-${id++}` } }),
      });
    };
    const own = (index: string) => {
      // As an indexer does it: what a batch of Kafka holds, several partitions at a time.
      const calls = 40;
      const sliced = Array.from({ length: batches / calls }, (_, at) => at);
      const call = (slice: number) =>
        door.bulk(
          Array.from({ length: calls }, (_, at) => operationsOf(index, slice * calls + at)).flat(),
        );
      let next = 0;
      const work = async (): Promise<void> => {
        for (let slice = sliced[next++]; slice !== undefined; slice = sliced[next++]) {
          await call(slice);
        }
      };
      return Promise.all(Array.from({ length: 4 }, work));
    };
    say(`${documents} documents of ${value.length} bytes, ${rounds} rounds`);
    await compete([
      { name: "the client's own bulk helper, 4 requests at a time", run: () => fresh(helper) },
      { name: "the door's bulk, 4 calls at a time", run: () => fresh(own) },
    ]);
  } finally {
    await client.close();
    await door.close();
    await node.stop();
  }
}

async function main(): Promise<void> {
  stopOnSignals(say);
  mkdirSync(runDirectory(), { recursive: true });
  if (process.argv.includes('kafka')) await benchKafka();
  if (process.argv.includes('elasticsearch')) await benchElasticsearch();
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exitCode = 1;
});
