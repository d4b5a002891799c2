/** What is to be done about a record, whichever topic it came on. */
import { z } from 'zod';
import { transferRecordSchema } from '../../common/contracts/fees';
import { parseJson } from '../../common/json';
import type { KafkaRecord } from '../../common/doors/kafka/kafka-door';
import { readSwitchMessage, type PreparedTransfer } from './switch-message';
import type { StreamTopics } from './settings';

/**
 * Far above any transfer, and so far below the million bytes that a broker takes that it still fits when it
 * is written again: JSON writes `1e20` with 21 digits.
 */
const recordBytesMax = 128 * 1024;

const taskSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('evaluate'), transfer: transferRecordSchema }),
  /** A transfer of the switch: what was agreed stands among the prepared ones. */
  z.object({
    kind: z.literal('committed'),
    transferId: z.string(),
    occurredAt: z.iso.datetime({ precision: 3 }),
  }),
]);
export type Task = z.output<typeof taskSchema>;

const sourceSchema = z.object({ topic: z.string(), partition: z.number(), offset: z.number() });
/** Where it stood first. */
export type Source = z.output<typeof sourceSchema>;

/** On the waiting topic; key is the source. */
export const waitingSchema = z.object({
  source: sourceSchema,
  task: taskSchema,
  reason: z.string(),
  /** When it was found for the first time that it had to wait. */
  sinceMs: z.number(),
  attempts: z.number(),
  notBeforeMs: z.number(),
});
export type Waiting = z.output<typeof waitingSchema>;

export type Reading =
  | {
      readonly kind: 'task';
      readonly source: Source;
      readonly task: Task;
      readonly waited?: Waiting;
    }
  | { readonly kind: 'prepared'; readonly transfer: PreparedTransfer }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'poison'; readonly reason: PoisonReason; readonly detail: string };

export type PoisonReason =
  | 'too-large'
  | 'not-json'
  | 'wrong-shape'
  /** The transfer's ILP packet holds no FSPIOP Transaction that rules could look at. */
  | 'no-transaction'
  /** The switch told of a commit, and never of what was prepared. */
  | 'never-prepared'
  | 'evaluation-failed';

export function readRecord(record: KafkaRecord, topics: StreamTopics): Reading {
  const { topic, partition, offset, key = '', value } = record;
  if (value === undefined && topic === topics.waiting) return { kind: 'nothing' };
  const bytes = Buffer.byteLength(key) + Buffer.byteLength(value ?? '');
  // What waits has passed this once, and has grown since.
  if (bytes > recordBytesMax && topic !== topics.waiting) {
    return { kind: 'poison', reason: 'too-large', detail: `${bytes} bytes` };
  }
  const json = parseJson(value ?? '');
  if (json === undefined) return { kind: 'poison', reason: 'not-json', detail: '' };
  try {
    return interpret(json, { topic, partition, offset }, topics);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return { kind: 'poison', reason: 'wrong-shape', detail: wordsOf(error) };
  }
}

function interpret(json: unknown, source: Source, topics: StreamTopics): Reading {
  if (source.topic === topics.waiting) {
    const waited = waitingSchema.parse(json);
    return { kind: 'task', source: waited.source, task: waited.task, waited };
  }
  if (source.topic !== topics.switch) {
    const transfer = transferRecordSchema.parse(json);
    return { kind: 'task', source, task: { kind: 'evaluate', transfer } };
  }
  const message = readSwitchMessage(json);
  if (message.kind === 'other') return { kind: 'nothing' };
  if (message.kind === 'prepared') return message;
  return { kind: 'task', source, task: message };
}

/** Never the values: they may be somebody's name. */
function wordsOf({ issues }: z.ZodError): string {
  return issues
    .slice(0, 5)
    .map(({ path, code }) => `${path.join('.') || 'the whole'}: ${code}`)
    .join('; ');
}
