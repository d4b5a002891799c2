import type { Admin } from 'kafkajs';
import type { Registry } from 'prom-client';
import type { Clock, Logger, Random, TlsSource } from '../runtime';
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
const patience = { firstMs: 200, mostMs: 5_000 };

/** Connects with the first call. One door a process: its metrics are registered here. */
export function connectKafka(settings: KafkaSettings, deps: KafkaDeps): KafkaDoor {
  const { clock, random, log, tls } = deps;
  const kafka = createClient(settings, log, tls);
  const metrics = createKafkaMetrics(deps.metrics);
  const publisher = new Publisher(kafka, `${settings.KAFKA_CLIENT_ID}-publisher-${random.uuid()}`);
  const consumingDeps: ConsumingDeps = { kafka, clock, log, metrics };
  const closing = new AbortController();
  const running = new Set<Following>();
  let connected: Promise<Admin> | undefined;

  async function admin(): Promise<Admin> {
    connected ??= connectAdmin();
    try {
      return await connected;
    } catch (error) {
      connected = undefined;
      throw error;
    }
  }

  async function connectAdmin(): Promise<Admin> {
    const client = kafka.admin();
    await client.connect();
    return client;
  }

  /** Whoever starts with brokers that are not up yet waits for them. */
  async function patiently<Result>(what: string, attempt: () => Promise<Result>): Promise<Result> {
    for (let pauseMs = patience.firstMs; ; pauseMs = Math.min(pauseMs * 2, patience.mostMs)) {
      try {
        return await attempt();
      } catch (error) {
        if (closing.signal.aborted) throw error;
        log.warn({ error }, `Kafka: could not ${what}: trying again`);
        await clock.sleep(pauseMs, closing.signal);
      }
    }
  }

  function track(following: Following): Following {
    running.add(following);
    return following;
  }

  return {
    ensureTopics: (topics) =>
      patiently('make topics', async () => {
        const client = await admin();
        for (const topic of topics) await ensureTopic(client, topic);
      }),
    async publish(records) {
      await publisher.publish(records);
      for (const { topic } of records) metrics.written(topic, 1);
    },
    async follow(options) {
      const look = () => admin().then((client) => outsetOf(client, options));
      const outset = await patiently(`look at ${options.topic}`, look);
      const { following, caughtUp } = follow(consumingDeps, random, options, outset);
      track(following);
      await caughtUp;
      return following;
    },
    async transform(options) {
      const client = await patiently('connect', admin);
      return track(new Transforming({ ...consumingDeps, admin: client }, options));
    },
    endOffsets: async (topic) => endOffsets(await admin(), topic),
    read: (range) => readRange(consumingDeps, random, range),
    async checkHealth() {
      const late = clock.sleep(healthTimeoutMs).then(() => {
        throw new Error(`Kafka gave no answer within ${healthTimeoutMs} ms`);
      });
      await Promise.race([admin().then((client) => client.describeCluster()), late]);
    },
    async close() {
      closing.abort();
      await Promise.all([...running].map((one) => one.stop()));
      await publisher.close();
      await connected?.then((client) => client.disconnect()).catch(() => undefined);
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
