/**
 * The body of a Produce request (versions 3 to 7), written in one go. kafkajs makes several buffers for each record, which
 * costs ten times as much as all else that is done with it here; the bytes are the same.
 */
import { crc32c } from './crc32c';

export interface ProducedMessage {
  readonly key?: string | Buffer | null;
  readonly value: string | Buffer | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timestamp?: string;
}

export interface ProducedPartition {
  readonly partition: number;
  readonly firstSequence?: number;
  readonly messages: readonly ProducedMessage[];
}

export interface ProduceRequest {
  readonly transactionalId?: string | null;
  readonly producerId: string | number | bigint;
  readonly producerEpoch: number;
  readonly acks: number;
  readonly timeout?: number;
  readonly compression?: number;
  readonly topicData: readonly {
    readonly topic: string;
    readonly partitions: readonly ProducedPartition[];
  }[];
}

/** Of a batch, from its first offset to the number of its records. */
const batchHeadBytes = 61;
/** Before what the length counts: first offset, and the length itself. */
const beforeLengthBytes = 12;
/** Before what the checksum covers: leader epoch, magic and the checksum besides. */
const beforeChecksumBytes = beforeLengthBytes + 9;
const magic = 2;
const usualTimeoutMs = 30_000;

/** What the fast way does not do is left to kafkajs. */
export function isPlain({ transactionalId, compression = 0, topicData }: ProduceRequest): boolean {
  return (
    (transactionalId ?? null) === null &&
    compression === 0 &&
    topicData.every(({ partitions }) =>
      partitions.every(({ messages }) => messages.every((one) => one.timestamp === undefined)),
    )
  );
}

export function encodeProduce(request: ProduceRequest, nowMs: number): Buffer {
  const topics = request.topicData.map(({ topic, partitions }) => ({
    topic: Buffer.from(topic),
    batches: partitions.map(({ partition, ...batch }) => ({
      ...batch,
      partition,
      ...sized(batch.messages),
    })),
  }));
  const bytes = topics.reduce(
    (sum, { topic, batches }) =>
      sum + 6 + topic.length + batches.reduce((all, one) => all + 8 + one.bytes, 0),
    12,
  );
  const out = Buffer.allocUnsafe(bytes);
  let at = out.writeInt16BE(-1, 0);
  at = out.writeInt16BE(request.acks, at);
  at = out.writeInt32BE(request.timeout ?? usualTimeoutMs, at);
  at = out.writeInt32BE(topics.length, at);
  for (const { topic, batches } of topics) {
    at = out.writeInt16BE(topic.length, at);
    at += topic.copy(out, at);
    at = out.writeInt32BE(batches.length, at);
    for (const batch of batches) {
      at = out.writeInt32BE(batch.partition, at);
      at = out.writeInt32BE(batch.bytes, at);
      at = writeBatch(out, at, { ...batch, nowMs, request });
    }
  }
  return out;
}

interface Batch {
  readonly records: readonly SizedRecord[];
  readonly bytes: number;
  readonly firstSequence?: number;
  readonly nowMs: number;
  readonly request: ProduceRequest;
}

function writeBatch(out: Buffer, start: number, batch: Batch): number {
  const { records, bytes, firstSequence = 0, nowMs, request } = batch;
  const nowBig = BigInt(nowMs);
  let at = out.writeBigInt64BE(0n, start);
  at = out.writeInt32BE(bytes - beforeLengthBytes, at);
  at = out.writeInt32BE(0, at);
  at = out.writeInt8(magic, at);
  const checksumAt = at;
  at = out.writeInt16BE(0, at + 4);
  at = out.writeInt32BE(records.length - 1, at);
  at = out.writeBigInt64BE(nowBig, at);
  at = out.writeBigInt64BE(nowBig, at);
  at = out.writeBigInt64BE(BigInt(request.producerId), at);
  at = out.writeInt16BE(request.producerEpoch, at);
  at = out.writeInt32BE(firstSequence, at);
  at = out.writeInt32BE(records.length, at);
  for (const [index, record] of records.entries()) at = writeRecord(out, at, index, record);
  out.writeUInt32BE(crc32c(out, start + beforeChecksumBytes, at), checksumAt);
  return at;
}

interface SizedRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** As they stand in a record, their number in front. */
  readonly headers: Buffer;
  readonly bytes: number;
}

function sized(messages: readonly ProducedMessage[]): Pick<Batch, 'records' | 'bytes'> {
  const encodedHeaders = new Map<object | undefined, Buffer>();
  const records = messages.map((message, index): SizedRecord => {
    const [key, value] = [bytesOf(message.key), bytesOf(message.value)];
    // Records share their headers more often than not.
    const headers = encodedHeaders.get(message.headers) ?? encodeHeaders(message.headers ?? {});
    encodedHeaders.set(message.headers, headers);
    // Attributes and the time since the first record are a byte each, 0.
    const bytes = 2 + varIntBytes(index) + fieldBytes(key) + fieldBytes(value) + headers.length;
    return { key, value, headers, bytes };
  });
  const total = records.reduce(
    (sum, { bytes }) => sum + varIntBytes(bytes) + bytes,
    batchHeadBytes,
  );
  return { records, bytes: total };
}

function writeRecord(out: Buffer, start: number, index: number, record: SizedRecord): number {
  let at = writeVarInt(out, start, record.bytes);
  out[at] = 0;
  out[at + 1] = 0;
  at = writeVarInt(out, at + 2, index);
  at = writeField(out, at, record.key);
  at = writeField(out, at, record.value);
  return at + record.headers.copy(out, at);
}

function encodeHeaders(headers: Readonly<Record<string, string>>): Buffer {
  const fields = Object.entries(headers).flatMap((pair) => pair.map((text) => Buffer.from(text)));
  const bytes = fields.reduce((sum, field) => sum + fieldBytes(field), 0);
  const count = fields.length / 2;
  const out = Buffer.allocUnsafe(varIntBytes(count) + bytes);
  let at = writeVarInt(out, 0, count);
  for (const field of fields) at = writeField(out, at, field);
  return out;
}

function bytesOf(value: string | Buffer | null | undefined): Buffer | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? Buffer.from(value) : value;
}

const fieldBytes = (field: Buffer | null): number =>
  field === null ? 1 : varIntBytes(field.length) + field.length;

function writeField(out: Buffer, start: number, field: Buffer | null): number {
  if (field === null) {
    // -1
    out[start] = 1;
    return start + 1;
  }
  const at = writeVarInt(out, start, field.length);
  return at + field.copy(out, at);
}

/** Of a number that is not negative: zigzag doubles it. */
function varIntBytes(value: number): number {
  const doubled = value * 2;
  if (doubled < 0x80) return 1;
  if (doubled < 0x4000) return 2;
  if (doubled < 0x20_0000) return 3;
  return doubled < 0x1000_0000 ? 4 : 5;
}

function writeVarInt(out: Buffer, start: number, value: number): number {
  let [rest, at] = [value * 2, start];
  while (rest >= 0x80) {
    out[at++] = (rest % 0x80) | 0x80;
    rest = Math.floor(rest / 0x80);
  }
  out[at++] = rest;
  return at;
}
