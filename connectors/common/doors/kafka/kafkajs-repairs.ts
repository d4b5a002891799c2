/**
 * What kafkajs 2.2.4 (the last there is) gets wrong and we cannot bear, put right in one place. Each
 * has a test against a real broker in test/integration/kafka-repairs.test.ts, which fails without it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { KafkaJSProtocolError, type Admin } from 'kafkajs';
import Broker, { type LookupRequest } from 'kafkajs/src/broker';
import Cluster from 'kafkajs/src/cluster';
import RequestQueue from 'kafkajs/src/network/requestQueue';
import Encoder from 'kafkajs/src/protocol/encoder';
import { hideAborted } from './hide-aborted';
import {
  offsetFetchApiKey,
  offsetFetchRequest,
  stableVersion,
  type GroupPartition,
} from './offset-fetch';
import { encodeProduce, isPlain } from './produce-request';

const readUncommitted = 0;

/** Of the one partition whose stable offset is asked for, where one is. */
const stableOffset = new AsyncLocalStorage<GroupPartition>();

class UnstableOffset extends Error {
  override readonly name = 'UnstableOffset';
}

/**
 * The offset that the group has committed, once no transaction is left that may move it; undefined when
 * none was ever committed. A plain OffsetFetch may give the offset before a transaction that has been
 * committed already, for the coordinator takes it over from its log a moment later.
 * @throws UnstableOffset while there is such a transaction: ask again
 */
export async function fetchStableOffset(
  admin: Admin,
  of: GroupPartition,
): Promise<number | undefined> {
  const { groupId, topic } = of;
  const [offsets] = await stableOffset.run(of, () =>
    admin.fetchOffsets({ groupId, topics: [topic] }),
  );
  const offset = Number(offsets?.partitions[0]?.offset ?? -1);
  return offset < 0 ? undefined : offset;
}

const { fetch, listOffsets, offsetFetch, produce } = Broker.prototype;

Broker.prototype.fetch = async function (this: Broker, request) {
  const response = await fetch.call(this, request);
  response.responses.flatMap(({ partitions }) => partitions).forEach(hideAborted);
  return response;
};

/**
 * kafkajs asks for committed offsets only, so that its "high watermark" is the last stable offset, which
 * for some milliseconds lies before records whose commit we have been told of.
 */
Broker.prototype.listOffsets = function (this: Broker, request) {
  return listOffsets.call(this, { ...request, isolationLevel: readUncommitted });
};

const { fetchTopicsOffset } = Cluster.prototype;

/** 3 s in all, in which a partition gets its leader, or another one. */
const leaderPausesMs = [100, 200, 400, 800, 1_500];

/**
 * A topic that was just made, or whose broker is being replaced, has no leader where one is looked for. kafkajs takes
 * that, which passes, for the end; and it would not look again where the leader is.
 */
Cluster.prototype.fetchTopicsOffset = async function (this: Cluster, topics) {
  for (const pauseMs of leaderPausesMs) {
    try {
      return await fetchTopicsOffset.call(this, topics);
    } catch (error) {
      if (!isOfLeader(error)) throw error;
      await sleep(pauseMs);
      await this.refreshMetadata();
    }
  }
  return fetchTopicsOffset.call(this, topics);
};

function isOfLeader(error: unknown): boolean {
  const types = ['NOT_LEADER_FOR_PARTITION', 'LEADER_NOT_AVAILABLE', 'REPLICA_NOT_AVAILABLE'];
  return error instanceof KafkaJSProtocolError && types.includes(error.type);
}

Broker.prototype.offsetFetch = async function (this: Broker, request) {
  const of = stableOffset.getStore();
  if (of === undefined) return offsetFetch.call(this, request);
  const known = this.versions?.[offsetFetchApiKey];
  if (known === undefined || known.maxVersion < stableVersion) {
    throw new Error('Kafka 2.5 or later is needed');
  }
  const { offset } = await this.connectionPool.send(offsetFetchRequest(of));
  if (offset === undefined) throw new UnstableOffset(`${of.topic} ${of.partition}`);
  const { topic, partition } = of;
  return { responses: [{ topic, partitions: [{ partition, offset: String(offset) }] }] };
};

const { scheduleCheckPendingRequests } = RequestQueue.prototype;

/**
 * Each connection looks every millisecond, for as long as it is open, whether it has requests to send that it held
 * back: a thousand times a second, idle or not. Where none is held back there is nothing to look for.
 */
RequestQueue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
  if (this.pending.length > 0) scheduleCheckPendingRequests.call(this);
};

/** Only its body is written otherwise; how it is sent and what becomes of the answer stays kafkajs' own. */
Broker.prototype.produce = function (this: Broker, request) {
  if (!isPlain(request)) return produce.call(this, request);
  const lookupRequest: LookupRequest = (apiKey, definition) => (fields) => {
    const found = this.lookupRequest(apiKey, definition)(fields);
    const { apiVersion } = found.request;
    if (apiVersion < 3 || apiVersion > 7) return found;
    const encode = () =>
      Promise.resolve(new Encoder(0).writeBuffer(encodeProduce(request, Date.now())));
    return { ...found, request: { ...found.request, encode } };
  };
  const view = Object.create(this, { lookupRequest: { value: lookupRequest } }) as Broker;
  return produce.call(view, request);
};
