/**
 * `make bench-indexer`: records of an engine, as they come from Kafka, through the indexer into a real Elasticsearch, against
 * the client's own bulk helper that is given the finished documents, in turns. Only the ratio means something.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@elastic/elasticsearch';
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../connectors/common/clock';
import { connectElasticsearch } from '../../connectors/common/doors/elasticsearch/connect-elasticsearch';
import type { ElasticsearchDoor } from '../../connectors/common/doors/elasticsearch/elasticsearch-door';
import { elasticsearchEnvironment } from '../../connectors/common/doors/elasticsearch/environment';
import type { KafkaRecord } from '../../connectors/common/doors/kafka/kafka-door';
import { RecordIndexer } from '../../connectors/exporters/indexer/index-records';
import { rawTemplate, readRawRecord } from '../../connectors/exporters/indexer/raw-record';
import { cpuTimeMs } from '../kit/cpu-time';
import { kafkaRecordsOf } from '../kit/engine-records/events';
import { readRecording } from '../kit/engine-records/recordings';
import { silentLog } from '../kit/mojaloop';
import { startElasticsearch } from '../kit/stack/elasticsearch';
import { runDirectory } from '../kit/stack/settings';
import { stopOnSignals } from '../kit/stack/signals';

const rounds = Number(process.env['ROUNDS'] ?? 5);
const count = Number(process.env['RECORDS'] ?? 20_000);
/** As the role does it: what goes into one call, and partitions that are worked on at a time. */
const batchSize = 2_000;
const atOnce = 4;
const settings = { number_of_shards: 1, number_of_replicas: 0, refresh_interval: '-1' };

const say = (line: string) => {
  process.stdout.write(`${line}\n`);
};

/** Those of payments, again and again, each at a place of its own. */
function makeRecords(): KafkaRecord[] {
  const recorded = kafkaRecordsOf(readRecording('demo'));
  return Array.from({ length: count }, (_, at) => {
    const one = recorded[at % recorded.length];
    if (one === undefined) throw new Error('nothing is recorded');
    return { ...one, key: `1-${at}` };
  });
}

interface Contestant {
  readonly name: string;
  run(): Promise<unknown>;
}

function ofHelper(client: Client, records: readonly KafkaRecord[]): Contestant {
  const documents = records.map((record) => {
    const raw = readRawRecord(record, 'helper');
    if (typeof raw === 'string' || raw.operation.kind !== 'index') throw new Error('no record');
    return raw.operation;
  });
  return {
    name: "the client's own bulk helper, given finished documents",
    run: async () => {
      let at = 0;
      await client.helpers.bulk({
        datasource: documents.map(({ source }) => source),
        concurrency: atOnce,
        onDocument: () => {
          const { index = '', id = '', routing = '' } = documents[at++] ?? {};
          return { index: { _index: index, _id: id, routing } };
        },
      });
    },
  };
}

function ofIndexer(door: ElasticsearchDoor, records: readonly KafkaRecord[]): Contestant {
  const indexer = new RecordIndexer(door, {
    ...{ prefix: 'indexer', settings },
    diagrams: { engine: 'main', index: 'indexer-diagrams' },
  });
  const { signal } = new AbortController();
  return {
    name: 'the indexer: reads records, cuts out what is personal, writes',
    run: () => {
      let from = 0;
      const work = async (): Promise<void> => {
        while (from < records.length) {
          const batch = records.slice(from, (from += batchSize));
          const { refused } = await indexer.index(batch, signal);
          if (refused.length > 0) throw new Error(`${refused.length} records were refused`);
        }
      };
      return Promise.all(Array.from({ length: atOnce }, work));
    },
  };
}

async function compete(contestants: readonly Contestant[], clear: () => Promise<void>) {
  const figures = new Map(contestants.map(({ name }) => [name, [] as [number, number][]]));
  for (let round = -1; round < rounds; round += 1) {
    for (const one of round % 2 === 0 ? contestants : [...contestants].reverse()) {
      const [startMs, cpuMs] = [performance.now(), cpuTimeMs()];
      await one.run();
      const perSecond = (count * 1_000) / (performance.now() - startMs);
      const cpuUs = ((cpuTimeMs() - cpuMs) * 1_000) / count;
      // The first round warms up.
      if (round >= 0) figures.get(one.name)?.push([perSecond, cpuUs]);
      await clear();
    }
  }
  const median = (name: string, of: 0 | 1): number =>
    (figures.get(name) ?? []).map((one) => one[of]).sort((left, right) => left - right)[
      rounds >> 1
    ] ?? 0;
  const [bare = { name: '' }] = contestants;
  for (const { name } of contestants) {
    const ratio = (median(name, 0) / median(bare.name, 0)).toFixed(2);
    const ofCpu = (median(name, 1) / median(bare.name, 1)).toFixed(2);
    const perSecond = median(name, 0).toFixed(0).padStart(8);
    const cpuUs = median(name, 1).toFixed(0).padStart(4);
    say(`${name.padEnd(64)}${perSecond} a second (${ratio})  ${cpuUs} us of CPU each (${ofCpu})`);
  }
}

async function main(): Promise<void> {
  stopOnSignals(say);
  mkdirSync(runDirectory(), { recursive: true });
  const logFile = join(runDirectory(), 'bench-indexer.log');
  const node = await startElasticsearch({ logFile, say });
  const client = new Client({ node: node.address });
  const environment = elasticsearchEnvironment.parse({ ELASTICSEARCH_URLS: node.address });
  const deps = { clock: systemClock, random: systemRandom, log: silentLog };
  const door = connectElasticsearch(environment, { ...deps, metrics: new Registry() });
  const clear = async (): Promise<void> => {
    for (const prefix of ['helper', 'indexer']) {
      await door.deleteIndices(await door.listIndices(`${prefix}_*`));
    }
  };
  try {
    const records = makeRecords();
    for (const type of new Set(records.map(({ headers }) => headers?.['value-type'] ?? ''))) {
      const name = type.toLowerCase().replaceAll('_', '-');
      await door.ensureTemplate(rawTemplate('helper', name, settings));
    }
    say(`${count} records of payments, ${rounds} rounds`);
    await compete([ofHelper(client, records), ofIndexer(door, records)], clear);
  } finally {
    await client.close();
    await door.close();
    await node.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${String((error as Error).stack)}\n`);
  process.exitCode = 1;
});
