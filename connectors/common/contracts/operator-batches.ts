/**
 * Incidents that are retried together, on Kafka: one partition. What is to be sent stands there before any of it is sent, so whoever
 * goes on after a crash sends just that. Version 1: fields may be added, none changes its meaning.
 */
import { z } from 'zod';
import type { TopicSettings } from '../doors/kafka/kafka-door';
import { answersKeptMs } from './decision-topics';
import { instantSchema } from './fees';
import { personNameSchema } from './person-name';

/** No more are kept as open. */
const incidentsMax = 5_000;

/** One record of `payment-hub.operator-batches`, key `batchId`: the first with an id is the batch. */
export const retryBatchSchema = z.object({
  version: z.literal(1),
  batchId: z.uuid(),
  tenant: z.string(),
  group: z.string().describe('Of the cause, as it was called when it was asked for.'),
  incidentKeys: z.array(z.string()).min(1).max(incidentsMax),
  who: personNameSchema,
  why: z.string(),
  at: instantSchema,
  approves: z.uuid().optional().describe('The batch of another person, which it lets be done.'),
  variables: z.record(z.string(), z.unknown()).optional().describe('Corrected, of each step.'),
});
export type RetryBatch = z.output<typeof retryBatchSchema>;

export const operatorBatchesEnvironment = z.object({
  OPERATOR_BATCHES_TOPIC: z
    .string()
    .min(1)
    .default('payment-hub.operator-batches')
    .describe('Topic of the incidents that operators have tried again together'),
});

/** As long as the decisions that are made of them. */
export function operatorBatchesTopic(
  settings: z.output<typeof operatorBatchesEnvironment>,
): TopicSettings {
  return {
    name: settings.OPERATOR_BATCHES_TOPIC,
    partitions: 1,
    settings: { 'cleanup.policy': 'delete', 'retention.ms': String(answersKeptMs) },
  };
}
