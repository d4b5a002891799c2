import type { Admin } from 'kafkajs';
import type { Registry } from 'prom-client';
import type { Clock, Logger, Random, TlsSource } from '../../runtime';
import { AdminConnection } from './admin-connection';
import { createClient } from './client';
import type { ConsumingDeps } from './consuming';
import type { KafkaSettings } from './environment';
import { endOffsets, follow, outsetOf, readRange } from './follow';
import type { Following, KafkaDoor, TopicSettings } from './kafka-door';
import { createKafkaMetrics } from './metrics';
import { Publisher } from './publisher';
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
      admin.patiently('make topics', async (client) => {
        for (const topic of topics) await ensureTopic(client, topic);
      }),
    async publish(records) {
      await publisher.publish(records);
      for (const { topic } of records) metrics.written(topic, 1);
    },
    async follow(options) {
      const { topic } = options;
      const look = (client: Admin) => outsetOf(client, options);
      const outset = await admin.patiently(`look at ${topic}`, look);
      const { following, caughtUp } = follow(consumingDeps, random, options, outset);
      const result = tracked(following);
      await caughtUp;
      return result;
    },
    async transform(options) {
      const client = await admin.patiently('connect', (one) => Promise.resolve(one));
      return tracked(new Transforming({ ...consumingDeps, admin: client }, options));
    },
    endOffsets: async (topic) => endOffsets(await admin.get(), topic),
    read: (range) => readRange(consumingDeps, random, range),
    checkHealth: () => checkHealth(admin, clock),
    async close() {
      await Promise.all([...running].map((one) => one.stop()));
      await publisher.close();
      await admin.close();
    },
  };
}

async function ensureTopic(
  admin: Admin,
  { name, partitions, settings }: TopicSettings,
): Promise<void> {
  const configEntries = Object.entries(settings).map(([key, value]) => ({ name: key, value }));
  // Resolves with false when it is there already. Without a replication factor it is the cluster's own.
  await admin.createTopics({
    topics: [{ topic: name, numPartitions: partitions, configEntries }],
    waitForLeaders: true,
  });
}

async function checkHealth(admin: AdminConnection, clock: Clock): Promise<void> {
  const late = clock.sleep(healthTimeoutMs).then(() => {
    throw new Error(`Kafka gave no answer within ${healthTimeoutMs} ms`);
  });
  await Promise.race([admin.get().then((client) => client.describeCluster()), late]);
}
