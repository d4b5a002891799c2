import type { Kafka, RecordMetadata } from 'kafkajs';
import type { Logger } from '../../runtime';
import {
  QueueFull,
  TooLarge,
  type KafkaPublisher,
  type PublishedRecord,
  type PublisherOptions,
} from './kafka-door';
import { KeptProducer } from './kept-producer';
import type { KafkaMetrics } from './metrics';
import { bytesOf, topicMessagesOf } from './records';

const defaults = { queueBytesMax: 16 * 1024 * 1024, batchBytesMax: 500_000 };

interface Deps {
  readonly kafka: Kafka;
  readonly log: Logger;
  readonly metrics: KafkaMetrics;
}

/** One call of `publish`. */
interface Call {
  readonly records: readonly PublishedRecord[];
  readonly bytes: readonly number[];
  /** The first that is in no request yet. */
  next: number;
  acknowledged: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

interface Batch {
  readonly records: readonly PublishedRecord[];
  readonly bytes: number;
  /** Whose records these are, and how many of each. */
  readonly shares: readonly (readonly [Call, number])[];
}

/**
 * One request after the other, each with all that has come meanwhile. Never two at a time: kafkajs numbers
 * the records of an idempotent producer, and a producer whose request has failed numbers wrongly, so that
 * brokers would take new records for old ones and acknowledge what they throw away. It is dropped then.
 */
export class BatchPublisher implements KafkaPublisher {
  private readonly queueBytesMax: number;
  private readonly batchBytesMax: number;
  private readonly queue: Call[] = [];
  /** Of all records that have no answer yet. */
  private queuedBytes = 0;
  private waiting: (() => void)[] = [];
  private readonly producer: KeptProducer;
  private sending: Promise<void> | undefined;
  private isClosed = false;

  constructor(
    private readonly deps: Deps,
    { queueBytesMax, batchBytesMax }: PublisherOptions,
  ) {
    this.producer = new KeptProducer(deps.kafka, { idempotent: true, maxInFlightRequests: 1 });
    this.queueBytesMax = queueBytesMax ?? defaults.queueBytesMax;
    this.batchBytesMax = batchBytesMax ?? defaults.batchBytesMax;
  }

  publish(records: readonly PublishedRecord[]): Promise<void> {
    if (records.length === 0) return Promise.resolve();
    if (this.isClosed) return Promise.reject(new Error('this publisher is closed'));
    // The last call may go beyond: whoever waited for room finds it, however much it is.
    if (this.queuedBytes >= this.queueBytesMax) {
      return Promise.reject(new QueueFull(`${this.queuedBytes} bytes wait to be written to Kafka`));
    }
    const bytes = records.map(bytesOf);
    this.queuedBytes += bytes.reduce((sum, one) => sum + one, 0);
    return new Promise((resolve, reject) => {
      this.queue.push({ records, bytes, next: 0, acknowledged: 0, resolve, reject });
      this.sending ??= this.sendAll();
    });
  }

  async room(): Promise<void> {
    while (this.queuedBytes >= this.queueBytesMax) {
      await new Promise<void>((wake) => this.waiting.push(wake));
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.sending;
    await this.producer.drop();
  }

  private async sendAll(): Promise<void> {
    // Whoever publishes several things in a row has them in one request.
    await Promise.resolve();
    while (this.queue.length > 0) {
      const batch = this.takeBatch();
      try {
        await this.send(batch);
        this.acknowledge(batch);
      } catch (error) {
        this.failAll(batch, error);
        await this.producer.drop();
      }
    }
    this.sending = undefined;
  }

  private takeBatch(): Batch {
    const records: PublishedRecord[] = [];
    const shares: [Call, number][] = [];
    let bytes = 0;
    for (let call = this.queue[0]; call !== undefined; call = this.queue[0]) {
      const first = call.next;
      while (call.next < call.records.length) {
        const size = call.bytes[call.next] ?? 0;
        if (records.length > 0 && bytes + size > this.batchBytesMax) break;
        records.push(call.records[call.next] as PublishedRecord);
        bytes += size;
        call.next += 1;
      }
      if (call.next > first) shares.push([call, call.next - first]);
      if (call.next < call.records.length) break;
      this.queue.shift();
    }
    return { records, bytes, shares };
  }

  private async send({ records }: Batch): Promise<void> {
    const producer = await this.producer.get();
    const topicMessages = topicMessagesOf(records);
    const sent = producer.sendBatch({ acks: -1, topicMessages });
    requireWritten(records, await sent.catch((error: unknown) => explain(records, error)));
  }

  private acknowledge({ records, bytes, shares }: Batch): void {
    for (const [topic, count] of countsOf(records)) this.deps.metrics.written(topic, count);
    for (const [call, count] of shares) {
      call.acknowledged += count;
      if (call.acknowledged === call.records.length) call.resolve();
    }
    this.free(bytes);
  }

  /** What waits behind must not overtake what its caller may want to send again. */
  private failAll({ shares }: Batch, error: unknown): void {
    const { log, metrics } = this.deps;
    const calls = new Set([...shares.map(([call]) => call), ...this.queue.splice(0)]);
    const topics = new Set([...calls].flatMap(({ records }) => records.map(({ topic }) => topic)));
    for (const topic of topics) metrics.failed(topic);
    log.warn({ topics: [...topics], calls: calls.size, error }, 'records could not be written');
    for (const call of calls) call.reject(error);
    this.free(this.queuedBytes);
  }

  private free(bytes: number): void {
    this.queuedBytes -= bytes;
    for (const wake of this.waiting.splice(0)) wake();
  }
}

/** @throws what is wrong, with what to do where a person must */
function explain(records: readonly PublishedRecord[], error: unknown): never {
  const { type = '' } = error as { type?: string };
  if (!['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'].includes(type)) throw error;
  const largest = records.reduce((one, other) => (bytesOf(other) > bytesOf(one) ? other : one));
  throw new TooLarge(
    `Kafka takes no request so large: ${records.length} records, of which ${largest.key} with ${bytesOf(largest)} bytes ` +
      `is the largest. Raise max.message.bytes of the topic ${largest.topic}`,
    { cause: error },
  );
}

/** kafkajs says nothing of records for a partition that is not there: it leaves them out. */
function requireWritten(
  records: readonly PublishedRecord[],
  written: readonly RecordMetadata[],
): void {
  const isWritten = ({ topic, partition }: PublishedRecord) =>
    partition === undefined ||
    written.some((one) => one.partition === partition && one.topicName === topic);
  const left = records.find((one) => !isWritten(one));
  if (left === undefined) return;
  throw new Error(`${left.topic} has no partition ${left.partition}: its records are not written`);
}

function countsOf(records: readonly PublishedRecord[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { topic } of records) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  return counts;
}
