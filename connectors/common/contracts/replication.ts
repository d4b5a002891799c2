/** How often Kafka keeps the records of a topic, where a setting may say so. */
import { z } from 'zod';
import type { TopicSettings } from '../doors/kafka/kafka-door';

/** @param whose which topics, such as `Replicas of that topic, when it is made` */
export function replicas(whose: string) {
  return z.coerce
    .number()
    .int()
    .min(1)
    .max(15)
    .optional()
    .describe(`${whose}; from 3 on, a record counts when 2 have it. None: the cluster's own`);
}

/** The topic with so many replicas. */
export function replicated(
  topic: TopicSettings,
  replicationFactor: number | undefined,
): TopicSettings {
  if (replicationFactor === undefined) return topic;
  const isSafe = replicationFactor >= 3;
  return {
    ...topic,
    replicationFactor,
    settings: { ...topic.settings, ...(isSafe && { 'min.insync.replicas': '2' }) },
  };
}
