/**
 * Whom the hub has called because something is stuck, on Kafka: one partition, read in its order; of each key the newest
 * stands. Version 1: fields may be added, none changes its meaning.
 */
import { z } from 'zod';
import type { TopicSettings } from '../doors/kafka/kafka-door';
import { instantSchema } from './fees';

export const stuckKinds = [
  /** A payment waits for a person's decision. */
  'waiting',
  /** A process stands still. */
  'incident',
  /** Money is held, and the payment has not ended. */
  'held',
  /** The switch has the transfer and has not said how it ended. */
  'unknown',
  /** Whether anything is stuck could not be seen. */
  'unseen',
] as const;
export type StuckKind = (typeof stuckKinds)[number];

const version = z.literal(1);

/** Which process calls, key `caller`: see caller-lease.ts. */
const callerSchema = z.object({
  kind: z.literal('caller'),
  version,
  caller: z.uuid(),
  forMs: z.int().positive().describe('From when the broker has it.'),
});
export type CallerClaim = z.output<typeof callerSchema>;

/** What people were called for, key `tenant:<tenant>`. */
const toldSchema = z.object({
  kind: z.literal('told'),
  version,
  tenant: z.string(),
  lastCallAt: instantSchema,
  told: z.array(
    z.object({
      matterKey: z.string(),
      since: z.string().describe('`since` of the matter: what waits anew is another one.'),
      firstAt: instantSchema,
      lastAt: instantSchema,
      times: z.int().positive().describe('How often it was the reason of a call.'),
    }),
  ),
});

const count = z.int().min(0);

/** Of what the subject is made, so that it can be told in other languages than it stands in. */
const headlineSchema = z.object({
  isCut: z.boolean().describe('There is more than was seen.'),
  payments: count,
  amountsKnown: count.describe('Of how many of them.'),
  totals: z.array(z.object({ amount: z.string(), currency: z.string() })).describe('By currency.'),
  incidents: count,
  unseen: count,
  stuckForMs: z.number().describe('Of the oldest.'),
});
export type CallHeadline = z.output<typeof headlineSchema>;

/** One call, key `call:<callId>`: written before anybody is told. */
const callSchema = z.object({
  kind: z.literal('call'),
  version,
  callId: z.uuid().describe('Made of what is told: the same id is the same text.'),
  tenant: z.string(),
  at: instantSchema,
  number: z.int().positive(),
  subject: z.string(),
  headline: headlineSchema.optional().describe('Absent in calls of builds before 2026-11-30.'),
  text: z.string().describe('Of the e-mail.'),
  body: z.string().describe('JSON of the webhook, byte for byte.'),
  steps: z
    .array(z.array(z.string()))
    .describe('Whom to call in turn, by their names in the tenant’s file.'),
  stepsCalled: z.int().positive(),
  until: instantSchema.describe('Then it is given up: another one follows while it is needed.'),
  reached: z.array(z.string()).describe('Ways that have taken it: `amina by e-mail`.'),
  isOver: z.boolean(),
});
export type CallRecord = z.output<typeof callSchema>;

/** One record of `payment-hub.calls`. Names of customers, accounts and numbers stand in none. */
export const callsRecordSchema = z.discriminatedUnion('kind', [
  callerSchema,
  toldSchema,
  callSchema,
]);
export type CallsRecord = z.output<typeof callsRecordSchema>;

export function callsKey(record: CallsRecord): string {
  if (record.kind === 'caller') return 'caller';
  return record.kind === 'told' ? `tenant:${record.tenant}` : `call:${record.callId}`;
}

export const callsEnvironment = z.object({
  ON_CALL_CALLS_TOPIC: z
    .string()
    .min(1)
    .default('payment-hub.calls')
    .describe('Topic of whom the hub has called because something is stuck'),
});

const dayMs = 86_400_000;

/** Longer than anything is stuck without anybody being called anew. */
const keptMs = 90 * dayMs;

/** Who calls is read from all claims of the last minutes, in their order: so none of those is compacted. */
const claimsKeptMs = 3_600_000;

export function callsTopic(settings: z.output<typeof callsEnvironment>): TopicSettings {
  return {
    name: settings.ON_CALL_CALLS_TOPIC,
    partitions: 1,
    settings: {
      'cleanup.policy': 'compact,delete',
      'retention.ms': String(keptMs),
      'min.compaction.lag.ms': String(claimsKeptMs),
      // Only what stands in former segments is compacted.
      'segment.ms': String(dayMs),
      // Which of two claims came first, and when, all readers must see alike.
      'message.timestamp.type': 'LogAppendTime',
    },
  };
}
