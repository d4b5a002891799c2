import type { Admin } from 'kafkajs';
import type { Registry } from 'prom-client';
import { inTime } from '../../in-time';
import type { Clock, Logger, Random, TlsSource } from '../../runtime';
import { AdminConnection } from './admin-connection';
import { createClient } from './client';
import { BatchPublisher } from './batch-publisher';
import type { ConsumingDeps } from './consuming';
import type { KafkaSettings } from './environment';
import { endOffsets, follow, readRange, startingPointOf, type Followed } from './follow';
import { GroupConsumer } from './group-consumer';
import { requireDistinct, type Following, type FollowOptions, type KafkaDoor } from './kafka-door';
import { createKafkaMetrics } from './metrics';
import { Publisher } from './publisher';
import { checkTopics, deleteBefore, ensureTopics } from './topics';
import { Transforming } from './transforming';

export interface KafkaDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly metrics: Registry;
  /** What KAFKA_TLS_DIRECTORY holds. */
  readonly tls?: TlsSource | undefined;
}

const healthTimeoutMs = 3_000;

/** Connects with the first call. One door a process: its metrics are registered here. */
export function connectKafka(settings: KafkaSettings, deps: KafkaDeps): KafkaDoor {
  const { clock, random, log, tls } = deps;
  const kafka = createClient(settings, log, tls);
  const metrics = createKafkaMetrics(deps.metrics);
  const publisher = new Publisher(kafka, `${settings.KAFKA_CLIENT_ID}-publisher-${random.uuid()}`);
  const consumingDeps: ConsumingDeps = { kafka, clock, log, metrics };
  const admin = new AdminConnection(kafka, clock, log);
  const running = new Set<Following>();
  const publishers = new Set<BatchPublisher>();

  /** Until it ends: topics are followed now and then for a while only. */
  function tracked(following: Following): Following {
    const { failed } = following;
    running.add(following);
    failed.catch(() => running.delete(following));
    return {
      failed,
      stop: async () => {
        running.delete(following);
        await following.stop();
      },
    };
  }

  return {
    ensureTopics: (topics) =>
      admin.retryUntilClosed('make topics', (client) => ensureTopics(client, topics)),
    checkTopics: async (topics) => checkTopics(await admin.get(), topics),
    async publish(records) {
      await publisher.publish(records);
      for (const { topic } of records) metrics.written(topic, 1);
    },
    openPublisher(options = {}) {
      const opened = new BatchPublisher({ kafka, log, metrics }, options);
      publishers.add(opened);
      return {
        publish: (records) => opened.publish(records),
        room: () => opened.room(),
        close: async () => {
          await opened.close();
          publishers.delete(opened);
        },
      };
    },
    async follow(...topics) {
      requireDistinct(topics);
      const { following, caughtUp } = follow(consumingDeps, random, await look(admin, topics));
      const result = tracked(following);
      await caughtUp;
      return result;
    },
    async transform(options) {
      const client = await admin.retryUntilClosed('connect', (one) => Promise.resolve(one));
      return tracked(new Transforming({ ...consumingDeps, admin: client }, options));
    },
    consume: (options) => tracked(new GroupConsumer(consumingDeps, options)),
    endOffsets: async (topic) => endOffsets(await admin.get(), topic),
    committedOffsets: async (groupId, topic) => committedOffsets(await admin.get(), groupId, topic),
    deleteBefore: async (topic, offsets) => deleteBefore(await admin.get(), topic, offsets),
    read: (range) => readRange({ ...consumingDeps, admin: () => admin.get() }, random, range),
    checkHealth: () => checkHealth(admin, clock),
    async close() {
      await Promise.all([...running].map((one) => one.stop()));
      // What was consumed may still have things to publish until it has stopped.
      await Promise.all([publisher, ...publishers].map((one) => one.close()));
      await admin.close();
    },
  };
}

/** From where to where each of them is read before its following has caught up. */
function look(admin: AdminConnection, topics: readonly FollowOptions[]): Promise<Followed[]> {
  const names = topics.map(({ topic }) => topic).join(', ');
  return admin.retryUntilClosed(`look at ${names}`, (client) =>
    Promise.all(topics.map(async (one) => ({ ...one, ...(await startingPointOf(client, one)) }))),
  );
}

async function committedOffsets(
  admin: Admin,
  groupId: string,
  topic: string,
): Promise<ReadonlyMap<number, number>> {
  const [found] = await admin.fetchOffsets({ groupId, topics: [topic] });
  return new Map(
    found?.partitions.map(({ partition, offset }) => [partition, Math.max(0, Number(offset))]),
  );
}

async function checkHealth(admin: AdminConnection, clock: Clock): Promise<void> {
  await inTime(
    clock,
    healthTimeoutMs,
    admin.get().then((client) => client.describeCluster()),
    () => new Error(`Kafka gave no answer within ${healthTimeoutMs} ms`),
  );
}
