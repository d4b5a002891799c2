import { ConfigResourceTypes, type Admin } from 'kafkajs';
import type { TopicDifference, TopicSettings } from './kafka-door';

export async function ensureTopics(admin: Admin, topics: readonly TopicSettings[]): Promise<void> {
  for (const { name, partitions, replicationFactor, settings } of topics) {
    const configEntries = Object.entries(settings).map(([key, value]) => ({ name: key, value }));
    const replication = replicationFactor !== undefined && { replicationFactor };
    // Resolves with false when it is there already. Without a replication factor it is the cluster's own.
    await admin.createTopics({
      topics: [{ topic: name, numPartitions: partitions, configEntries, ...replication }],
      waitForLeaders: true,
    });
  }
}

export async function checkTopics(
  admin: Admin,
  topics: readonly TopicSettings[],
): Promise<TopicDifference[]> {
  const there = new Set(await admin.listTopics());
  const found = topics.filter(({ name }) => there.has(name));
  const missing = topics
    .filter(({ name }) => !there.has(name))
    .map(({ name }) => ({ topic: name, what: 'topic', wanted: 'there', found: undefined }));
  if (found.length === 0) return missing;
  const { topics: described } = await admin.fetchTopicMetadata({
    topics: found.map(({ name }) => name),
  });
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: found.map(({ name }) => ({ type: ConfigResourceTypes.TOPIC, name })),
  });
  const differing = found.flatMap((topic) => {
    const partitions = described.find(({ name }) => name === topic.name)?.partitions ?? [];
    const entries = resources.find(({ resourceName }) => resourceName === topic.name);
    const values = new Map(
      entries?.configEntries.map(({ configName, configValue }) => [configName, configValue]),
    );
    return differencesOf(topic, {
      partitions: String(partitions.length),
      replicationFactor: String(Math.min(...partitions.map(({ replicas }) => replicas.length))),
      settings: values,
    });
  });
  return [...missing, ...differing];
}

export async function deleteBefore(
  admin: Admin,
  topic: string,
  offsets: ReadonlyMap<number, number>,
): Promise<void> {
  if (offsets.size === 0) return;
  const partitions = [...offsets].map(([partition, offset]) => {
    return { partition, offset: String(offset) };
  });
  await admin.deleteTopicRecords({ topic, partitions });
}

interface Found {
  readonly partitions: string;
  readonly replicationFactor: string;
  readonly settings: ReadonlyMap<string, string>;
}

function differencesOf(topic: TopicSettings, found: Found): TopicDifference[] {
  const { name, partitions, replicationFactor, settings } = topic;
  const compared: (readonly [string, string, string | undefined])[] = [
    ['partitions', String(partitions), found.partitions],
    ...(replicationFactor === undefined
      ? []
      : [['replicationFactor', String(replicationFactor), found.replicationFactor] as const]),
    ...Object.entries(settings).map(
      ([key, wanted]) => [key, wanted, found.settings.get(key)] as const,
    ),
  ];
  return compared
    .filter(([, wanted, is]) => wanted !== is)
    .map(([what, wanted, is]) => ({ topic: name, what, wanted, found: is }));
}
