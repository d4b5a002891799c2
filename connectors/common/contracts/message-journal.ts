/**
 * The message journal: what the roles send to switch, Fineract and apps and hear from them, on a topic of its own. Published as
 * connectors/common/contracts/schemas/journal-message.json.
 *
 * What readers can build on:
 * - One record a request and its answer, key `messageId`. A record may stand there again, and in any order: who must not count it
 *   twice keeps the key.
 * - Some may be missing: a journal is never in a payment's way. What happened to a payment the engine's records say.
 * - Secrets (credentials, cookies, tokens) and one-time codes are left out. Names and numbers of persons are in `request` and
 *   `answer` and nowhere else.
 * - A record without a value: it was deleted, for the person in it is to be forgotten.
 */
import { z } from 'zod';
import type { KafkaRecord, TopicSettings } from '../doors/kafka/kafka-door';
import { parseJson } from '../json';
import { engineRecordsSettings } from './engine-records-topic';
import { duration } from './fee-settings';
import { instantSchema } from './fees';
import { key, personal, plain, type PrivacyOf } from './privacy-marks';
import { replicas, replicated } from './replication';

export const journalPeers = ['switch', 'fineract', 'app'] as const;
export type JournalPeer = (typeof journalPeers)[number];

export const journalOutcomes = [
  'answered',
  /** The rest: no answer came. Whether the peer has acted is unknown, but where nothing was sent. */
  'timeout',
  'aborted',
  'connection-refused',
  'connection-lost',
  'tls-failed',
  'held-back',
  'other',
] as const;
export type JournalOutcome = (typeof journalOutcomes)[number];

const bodySchema = z
  .object({
    text: z.string().describe('As it came or went; bytes that are no UTF-8 in base64.'),
    isBase64: z.literal(true).optional(),
    bytes: z.number().int().describe('How long it was.'),
    isCut: z.literal(true).optional().describe('Only its beginning is here.'),
    isWithoutCodes: z.literal(true).optional().describe('One-time codes were taken out of it.'),
  })
  .describe('Absent: there was none.');
export type JournalBody = z.output<typeof bodySchema>;

const headersSchema = z
  .record(z.string(), z.string())
  .describe('Without credentials, cookies and tokens.');

export const journalMessageSchema = z.object({
  messageId: z.string().describe('Names it for good; key of the record.'),
  schemaVersion: z.literal(1),
  direction: z.enum(['sent', 'received']),
  peer: z.enum(journalPeers).describe('Who was spoken with.'),
  peerName: z.string().optional().describe('Which one of the tenant: the name of its switch.'),
  tenant: z.string().optional().describe('Absent: refused before it was known whose it is.'),
  engine: z.string().describe('The Zeebe cluster of the role that wrote it.'),
  at: instantSchema.describe("When it began, by the role's clock."),
  tookMs: z.number().int().describe('From there to the end of the answer.'),
  operation: z
    .string()
    .describe('Method and path, ids and numbers as `{}`: `GET /parties/MSISDN/{}`.'),
  status: z.number().int().optional().describe('Of the answer; absent: none came.'),
  outcome: z.enum(journalOutcomes),
  signature: z
    .enum(['valid', 'refused', 'unchecked'])
    .optional()
    .describe(
      "What was found of FSPIOP-Signature; `unchecked`: the tenant's settings ask for none.",
    ),
  transactionId: z.string().optional(),
  transferId: z.string().optional(),
  quoteId: z.string().optional(),
  traceId: z.string().optional().describe('W3C trace id of the request.'),
  jobType: z.string().optional().describe('The step that sent it.'),
  jobKey: z.string().optional(),
  processInstanceKey: z.string().optional(),
  request: z.object({
    method: z.string(),
    url: z.string().describe('Of what was received the path; of a callback without its query.'),
    headers: headersSchema,
    body: bodySchema.optional(),
  }),
  answer: z.object({ headers: headersSchema, body: bodySchema.optional() }).optional(),
});
export type JournalMessage = z.output<typeof journalMessageSchema>;

/** What is marked as personal stays on the topic: nobody stores it elsewhere. */
export const journalPrivacy: PrivacyOf<JournalMessage> = {
  messageId: key,
  schemaVersion: plain,
  direction: plain,
  peer: plain,
  peerName: plain,
  tenant: key,
  engine: plain,
  at: plain,
  tookMs: plain,
  operation: plain,
  status: plain,
  outcome: plain,
  signature: plain,
  transactionId: key,
  transferId: key,
  quoteId: key,
  traceId: key,
  jobType: plain,
  jobKey: plain,
  processInstanceKey: key,
  request: personal,
  answer: personal,
};

/** Of all who write or read the topic: whoever comes first makes it. */
export const journalTopicSettings = z.object({
  MESSAGE_JOURNAL_TOPIC: z
    .string()
    .min(1)
    .default('payment-hub.message-journal')
    .describe('Topic of the message journal, of all engines'),
  MESSAGE_JOURNAL_PARTITIONS: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(6)
    .describe('Partitions of that topic, when it is made'),
  MESSAGE_JOURNAL_RETENTION: duration()
    .prefault('P90D')
    .describe('How long Kafka keeps the messages, bodies included: names and numbers are in them'),
  MESSAGE_JOURNAL_REPLICATION: replicas('Replicas of that topic, when it is made'),
});

/** Of the roles that write it. */
export const journalEnvironment = z.object({
  MESSAGE_JOURNAL: z
    .stringbool()
    .optional()
    .describe(
      'Write what is sent to and heard from switch, Fineract and apps to a Kafka topic. Default: where KAFKA_BROKERS is set',
    ),
  ...engineRecordsSettings.pick({ ENGINE_NAME: true }).shape,
  ...journalTopicSettings.shape,
  MESSAGE_JOURNAL_SPOOL_DIRECTORY: z
    .string()
    .min(1)
    .default('message-journal')
    .describe(
      'Folder in which messages wait for Kafka, on a disk that outlives the process; several processes may share it',
    ),
  MESSAGE_JOURNAL_SPOOL_BYTES_MAX: z.coerce
    .number()
    .int()
    .min(1024 * 1024)
    .default(256 * 1024 * 1024)
    .describe('How much may wait there; what comes then is lost, counted and told in the log'),
  MESSAGE_JOURNAL_BODY_BYTES_MAX: z.coerce
    .number()
    .int()
    .min(0)
    .max(256 * 1024)
    .default(64 * 1024)
    .describe('How much of each body is kept'),
});
export type JournalSettings = z.output<typeof journalEnvironment>;

/** Of a record: two bodies, each at its longest, with every character escaped. */
const recordBytesMax = 8 * 1024 * 1024;

export function journalTopic(settings: z.output<typeof journalTopicSettings>): TopicSettings {
  const topic = {
    name: settings.MESSAGE_JOURNAL_TOPIC,
    partitions: settings.MESSAGE_JOURNAL_PARTITIONS,
    settings: {
      // Compacted too, so that single messages can be deleted, by their keys.
      'cleanup.policy': 'compact,delete',
      'retention.ms': String(settings.MESSAGE_JOURNAL_RETENTION),
      'max.compaction.lag.ms': String(24 * 3_600_000),
      'segment.ms': String(6 * 3_600_000),
      'max.message.bytes': String(recordBytesMax),
    },
  };
  return replicated(topic, settings.MESSAGE_JOURNAL_REPLICATION);
}

/** @returns undefined when no role has written this */
export function readJournalMessage({ value }: KafkaRecord): JournalMessage | undefined {
  return journalMessageSchema.safeParse(parseJson(value ?? '')).data;
}
