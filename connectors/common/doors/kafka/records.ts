/** Between what kafkajs hands out and takes, and our own records. */
import type { EachBatchPayload, IHeaders, Message } from 'kafkajs';
import { decodeUtf8 } from '../../utf8';
import type { Headers, KafkaRecord, PublishedRecord } from './kafka-door';

export function recordsOf({ batch }: EachBatchPayload, fromOffset: number): KafkaRecord[] {
  const { topic, partition } = batch;
  return batch.messages
    .map(({ offset, key, value, timestamp, headers }) => ({
      topic,
      partition,
      offset: Number(offset),
      key: textOf(key),
      value: textOf(value),
      timestampMs: Number(timestamp),
      ...headersOf(headers),
    }))
    .filter(({ offset }) => offset >= fromOffset);
}

export function textOf(bytes: Buffer | null | undefined): string | undefined {
  if (bytes === null || bytes === undefined) return undefined;
  return decodeUtf8(bytes) ?? `not UTF-8, in base64: ${bytes.toString('base64')}`;
}

function headersOf(headers: IHeaders | undefined): { headers?: Headers } {
  const read: Record<string, string> = {};
  for (const [name, given] of Object.entries(headers ?? {})) {
    const value = Array.isArray(given) ? given.at(-1) : given;
    const text = typeof value === 'string' ? value : value && decodeUtf8(value);
    if (text !== undefined) read[name] = text;
  }
  return Object.keys(read).length === 0 ? {} : { headers: read };
}

interface TopicMessages {
  readonly topic: string;
  readonly messages: Message[];
}

/** In their order within each topic. */
export function topicMessagesOf(records: readonly PublishedRecord[]): TopicMessages[] {
  const byTopic = new Map<string, Message[]>();
  for (const { topic, key, value, headers, partition } of records) {
    const messages = byTopic.get(topic) ?? [];
    byTopic.set(topic, messages);
    // No spreading: it is done for every record, and what is undefined is none to kafkajs.
    messages.push({ key, value, headers, partition });
  }
  return [...byTopic].map(([topic, messages]) => ({ topic, messages: grouped(messages) }));
}

/**
 * kafkajs groups a topic's messages by `messages.reduce(...)`, which copies all before it for each of them: for a thousand,
 * that costs more than all else. Where each names its partition, there is nothing that it would have to decide.
 */
function grouped(messages: Message[]): Message[] {
  const groups: Record<number, Message[]> = {};
  for (const message of messages) {
    if (message.partition === undefined) return messages;
    (groups[message.partition] ??= []).push(message);
  }
  return Object.defineProperty(messages, 'reduce', { value: () => groups });
}

/** Of a record as it counts against limits. */
export function bytesOf({ key, value, headers }: PublishedRecord): number {
  const ofValue = typeof value === 'string' ? Buffer.byteLength(value) : (value?.length ?? 0);
  return Buffer.byteLength(key) + ofValue + (headers === undefined ? 0 : headerBytesOf(headers));
}

/** Records that come together share their headers more often than not. */
const knownHeaderBytes = new WeakMap<Headers, number>();

function headerBytesOf(headers: Headers): number {
  const known = knownHeaderBytes.get(headers);
  if (known !== undefined) return known;
  let bytes = 0;
  for (const name in headers) bytes += name.length + Buffer.byteLength(headers[name] ?? '');
  knownHeaderBytes.set(headers, bytes);
  return bytes;
}
