/** What people ask of the operations API, each look and each act, on Kafka. Version 1: fields may be added, none changes its meaning. */
import { z } from 'zod';
import { duration } from './fee-settings';
import { instantSchema } from './fees';
import { replicas, replicated } from './replication';
import type { TopicSettings } from '../doors/kafka/kafka-door';

/** One record of `payment-hub.operations-audit`, key `actId`. Written before what was asked for is done. */
export const operationsActSchema = z.object({
  version: z.literal(1),
  actId: z.uuid(),
  at: instantSchema,
  person: z.string().describe('`sub` of the token.'),
  tenant: z.string().nullable().describe('Null: of the person alone.'),
  operation: z.string().describe('operationId of the OpenAPI file.'),
  isAllowed: z.boolean().describe('False: the person was refused.'),
  parameters: z.record(z.string(), z.string()).describe('Of path and query.'),
  body: z
    .unknown()
    .optional()
    .describe('What was asked for, without the fields in which persons are named.'),
  persons: z
    .array(z.string())
    .optional()
    .describe('Who was asked for by a number: tokens, as documents of payments have them.'),
});
export type OperationsAct = z.output<typeof operationsActSchema>;

export const operationsAuditSettings = z.object({
  OPERATIONS_AUDIT_TOPIC: z
    .string()
    .min(1)
    .default('payment-hub.operations-audit')
    .describe('Topic of what people ask of the operations API, and by whom'),
  OPERATIONS_AUDIT_RETENTION: duration()
    .prefault('P3650D')
    .describe('How long Kafka keeps what stands there'),
  OPERATIONS_AUDIT_REPLICATION: replicas('Replicas of that topic, when it is made'),
});

export function operationsAuditTopic(
  settings: z.output<typeof operationsAuditSettings>,
): TopicSettings {
  return replicated(
    {
      name: settings.OPERATIONS_AUDIT_TOPIC,
      partitions: 1,
      settings: {
        'cleanup.policy': 'delete',
        'retention.ms': String(settings.OPERATIONS_AUDIT_RETENTION),
      },
    },
    settings.OPERATIONS_AUDIT_REPLICATION,
  );
}
