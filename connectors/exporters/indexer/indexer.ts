/** From Kafka to Elasticsearch: what was read counts as read only when Elasticsearch has it, or its place is set aside. */
import type { ElasticsearchDoor } from '../../common/doors/elasticsearch/elasticsearch-door';
import type {
  ConsumeOptions,
  Following,
  KafkaDoor,
  KafkaRecord,
} from '../../common/doors/kafka/kafka-door';
import type { Clock, Logger } from '../../common/runtime';
import { indexPayments } from './index-payments';
import { RecordIndexer } from './index-records';
import { ageOf, type Documents, type IndexerMetrics } from './metrics';
import type { Applied, Refused } from './outcomes';
import { paymentTemplate } from './payment-index';
import { deleteOldIndices, type Kept } from './retention';

export interface IndexerDeps {
  readonly kafka: KafkaDoor;
  readonly elasticsearch: ElasticsearchDoor;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: IndexerMetrics;
}

/** What the indices are called tells groups of readers apart: under another name all is made anew, beside the old. */
export interface IndexerOptions {
  /** Undefined: records are not indexed. */
  readonly records:
    { readonly topic: string; readonly prefix: string; readonly keptForMs: number } | undefined;
  readonly payments: { readonly topic: string; readonly alias: string; readonly keptForMs: number };
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
const recordsMax = { records: 2_000, payments: 500 };

export function startIndexer(deps: IndexerDeps, options: IndexerOptions): Indexer {
  const { elasticsearch: door } = deps;
  const { records, payments, indexSettings: settings } = options;
  const ending = new AbortController();
  const followings: Following[] = [];
  const kept: Kept[] = [{ pattern: `${payments.alias}-2*`, forMs: payments.keptForMs }];
  if (records !== undefined) {
    const { topic, prefix, keptForMs } = records;
    kept.push({ pattern: `${prefix}_*`, forMs: keptForMs });
    const indexer = new RecordIndexer(door, { prefix, settings });
    const apply: Apply = (some, signal) => indexer.index(some, signal);
    const groupId = `payment-hub-indexer.${prefix}`;
    followings.push(deps.kafka.consume(consuming(deps, options, 'records', groupId, topic, apply)));
  }
  const prepare = onceItSucceeds(() =>
    door.ensureTemplate(paymentTemplate(payments.alias, settings)),
  );
  const apply: Apply = async (some, signal) => {
    await prepare();
    return indexPayments(door, payments.alias, some, signal);
  };
  const groupId = `payment-hub-indexer.${payments.alias}`;
  followings.push(
    deps.kafka.consume(consuming(deps, options, 'payments', groupId, payments.topic, apply)),
  );
  const deleting = deleteOldIndices({ ...deps, door }, kept, ending.signal);
  return {
    checkHealth: () => Promise.race([...followings.map((one) => one.failed), Promise.resolve()]),
    stop: async () => {
      ending.abort();
      await Promise.all([...followings.map((one) => one.stop()), deleting]);
    },
  };
}

function consuming(
  deps: IndexerDeps,
  { setAsideTopic }: IndexerOptions,
  what: Documents,
  groupId: string,
  topic: string,
  apply: Apply,
): ConsumeOptions {
  const { clock, metrics } = deps;
  return {
    ...{ groupId, topics: [topic], recordsMax: recordsMax[what] },
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
