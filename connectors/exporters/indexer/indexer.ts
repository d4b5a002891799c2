/** From Kafka to Elasticsearch: what was read counts as read only when Elasticsearch has it, or its place is set aside. */
import { groupOfIndexer } from '../../common/contracts/payment-documents';
import type {
  ElasticsearchDoor,
  IndexTemplate,
} from '../../common/doors/elasticsearch/elasticsearch-door';
import type { ConsumeOptions, KafkaDoor, KafkaRecord } from '../../common/doors/kafka/kafka-door';
import type { Clock, Logger } from '../../common/runtime';
import type { IsForgotten } from './forgotten';
import { actTemplate } from './act-document';
import { indexActs, indexMessages, type IndexDocuments } from './index-documents';
import { indexPayments } from './index-payments';
import { RecordIndexer } from './index-records';
import { diagramTemplate, keepKnownDiagrams } from './keep-diagrams';
import { ageOf, type Documents, type IndexerMetrics } from './metrics';
import type { Applied, Refused } from './outcomes';
import { messageTemplate } from './message-document';
import { paymentTemplate } from './payment-index';
import { deleteOldIndices, type Kept } from './retention';

export interface IndexerDeps {
  readonly kafka: KafkaDoor;
  readonly elasticsearch: ElasticsearchDoor;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: IndexerMetrics;
  readonly isForgotten: IsForgotten;
}

interface Indexed {
  readonly topic: string;
  readonly alias: string;
  readonly keptForMs: number;
}

interface IndexedRecords {
  readonly topic: string;
  readonly prefix: string;
  readonly keptForMs: number;
  /** Of processes that were deployed, kept for good. */
  readonly diagrams: { readonly engine: string; readonly index: string };
}

/** What the indices are called tells groups of readers apart: under another name all is made anew, beside the old. */
export interface IndexerOptions {
  /** Undefined: records are not indexed. */
  readonly records: IndexedRecords | undefined;
  readonly payments: Indexed;
  /** Of the journal. Undefined: messages are not indexed. */
  readonly messages: Indexed | undefined;
  /** Of people at the operations API. Undefined: they are not indexed. */
  readonly acts: Indexed | undefined;
  readonly setAsideTopic: string;
  /** Of every new index. */
  readonly indexSettings: object;
}

export interface Indexer {
  /** Rejects when it cannot go on. */
  checkHealth(): Promise<void>;
  stop(): Promise<void>;
}

type Apply = (records: readonly KafkaRecord[], signal: AbortSignal) => Promise<Applied>;

/** In one call; of payments each is a document that is read first. */
const recordsMax = { records: 2_000, payments: 500, messages: 1_000, acts: 1_000 };

/** One topic, and what becomes of its records. */
interface Work {
  readonly what: Documents;
  /** Beginning of the names of its indices, by which groups of readers are told apart. */
  readonly name: string;
  readonly topic: string;
  readonly kept: Kept;
  readonly apply: Apply;
}

export function startIndexer(deps: IndexerDeps, options: IndexerOptions): Indexer {
  const { elasticsearch: door } = deps;
  const ending = new AbortController();
  const all = worksOf(deps, options);
  const followings = all.map((work) => deps.kafka.consume(consuming(deps, options, work)));
  let failure: Promise<never> | undefined;
  for (const { failed } of followings) failed.catch(() => (failure ??= failed));
  const kept = all.map((work) => work.kept);
  const deleting = deleteOldIndices({ ...deps, door }, kept, ending.signal);
  return {
    checkHealth: () => failure ?? Promise.resolve(),
    stop: async () => {
      ending.abort();
      await Promise.all([...followings.map((one) => one.stop()), deleting]);
    },
  };
}

function worksOf(
  { elasticsearch: door, isForgotten }: IndexerDeps,
  options: IndexerOptions,
): Work[] {
  const { records, payments, messages, acts, indexSettings: settings } = options;
  const works: Work[] = [];
  if (records !== undefined) works.push(recordsWork(door, records, settings));
  const template = paymentTemplate(payments.alias, settings);
  const index: IndexDocuments = (store, alias, some, signal) =>
    indexPayments(store, alias, some, signal, isForgotten);
  works.push(aliasWork('payments', payments, door, { template, index }));
  if (messages !== undefined) {
    const ofMessages = messageTemplate(messages.alias, settings);
    const of = { template: ofMessages, index: indexMessages };
    works.push(aliasWork('messages', messages, door, of));
  }
  if (acts !== undefined) {
    const of = { template: actTemplate(acts.alias, settings), index: indexActs };
    works.push(aliasWork('acts', acts, door, of));
  }
  return works;
}

function recordsWork(door: ElasticsearchDoor, records: IndexedRecords, settings: object): Work {
  const { topic, prefix, keptForMs, diagrams } = records;
  const indexer = new RecordIndexer(door, { prefix, settings, diagrams });
  const prepare = onceItSucceeds(async () => {
    await door.ensureTemplate(diagramTemplate(diagrams.index, settings));
    await keepKnownDiagrams(door, { ...diagrams, prefix });
  });
  return {
    ...{ what: 'records', name: prefix, topic },
    kept: { pattern: `${prefix}_*`, forMs: keptForMs },
    apply: async (some, signal) => {
      await prepare();
      return indexer.index(some, signal);
    },
  };
}

/** Documents behind an alias, in indices of a month. */
function aliasWork(
  what: Documents,
  { topic, alias, keptForMs }: Indexed,
  door: ElasticsearchDoor,
  { template, index }: { readonly template: IndexTemplate; readonly index: IndexDocuments },
): Work {
  const prepare = onceItSucceeds(async () => {
    await door.ensureTemplate(template);
    // Indices that an older build has made: what is not in their mapping they would refuse.
    await door.addFields(alias, template.mappings);
  });
  return {
    ...{ what, name: alias, topic },
    kept: { pattern: `${alias}-2*`, forMs: keptForMs },
    apply: async (some, signal) => {
      await prepare();
      return index(door, alias, some, signal);
    },
  };
}

function consuming(
  deps: IndexerDeps,
  { setAsideTopic }: IndexerOptions,
  { what, name, topic, apply }: Work,
): ConsumeOptions {
  const { clock, metrics } = deps;
  return {
    groupId: groupOfIndexer(name),
    ...{ topics: [topic], recordsMax: recordsMax[what] },
    apply: async (records, signal) => {
      const startedMs = clock.now();
      const { written, refused } = await apply(records, signal);
      await setAside(deps, setAsideTopic, refused);
      const nowMs = clock.now();
      const ageMs = ageOf(records.at(-1)?.timestampMs, nowMs);
      metrics.indexed(what, { count: written, tookMs: nowMs - startedMs, ageMs });
    },
    decide: () => {
      // What is poison was set aside one by one; all else passes.
      metrics.failed(what);
      return Promise.resolve('retry');
    },
  };
}

/** Their places and no word of them: they stay in their topic, for as long as that is kept. */
async function setAside(
  { kafka, log, metrics }: IndexerDeps,
  topic: string,
  refused: readonly Refused[],
): Promise<void> {
  if (refused.length === 0) return;
  await kafka.publish(
    refused.map(({ record, reason }) => {
      const place = { topic: record.topic, partition: record.partition, offset: record.offset };
      const key = `${place.topic}/${place.partition}/${place.offset}`;
      return { topic, key, value: JSON.stringify({ ...place, reason }) };
    }),
  );
  for (const { reason } of refused) metrics.setAside(reason);
  const [first] = refused;
  const { topic: of, partition, offset } = first?.record ?? {};
  log.error(
    { count: refused.length, reason: first?.reason, topic: of, partition, offset },
    `records could not be indexed: they stay in Kafka, their places stand in ${topic}. Look at them there before their topic forgets them`,
  );
}

function onceItSucceeds(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return async () => {
    done ??= work();
    try {
      await done;
    } catch (error) {
      done = undefined;
      throw error;
    }
  };
}
