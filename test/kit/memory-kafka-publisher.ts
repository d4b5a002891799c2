import {
  QueueFull,
  type KafkaPublisher,
  type PublishedRecord,
  type PublisherOptions,
} from '../../connectors/common/doors/kafka/kafka-door';
import { bytesOf } from '../../connectors/common/doors/kafka/records';

interface Call {
  readonly records: readonly PublishedRecord[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** One call after the other, each an event loop's turn later; what fails takes all that wait with it. */
export class MemoryPublisher implements KafkaPublisher {
  private readonly queueBytesMax: number;
  private queue: Call[] = [];
  private waiting: (() => void)[] = [];
  private sending: Promise<void> | undefined;
  private isClosed = false;

  constructor(
    private readonly write: (records: readonly PublishedRecord[]) => Promise<void>,
    { queueBytesMax = 16 * 1024 * 1024 }: PublisherOptions,
  ) {
    this.queueBytesMax = queueBytesMax;
  }

  publish(records: readonly PublishedRecord[]): Promise<void> {
    if (records.length === 0) return Promise.resolve();
    if (this.isClosed) return Promise.reject(new Error('this publisher is closed'));
    if (this.queuedBytes() >= this.queueBytesMax) return Promise.reject(new QueueFull('full'));
    return new Promise((resolve, reject) => {
      this.queue.push({ records, resolve, reject });
      this.sending ??= this.sendAll();
    });
  }

  async room(): Promise<void> {
    while (this.queuedBytes() >= this.queueBytesMax) {
      await new Promise<void>((wake) => this.waiting.push(wake));
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.sending;
  }

  private async sendAll(): Promise<void> {
    for (;;) {
      await new Promise((next) => setImmediate(next));
      const [call] = this.queue;
      if (call === undefined) break;
      try {
        await this.write(call.records);
        this.queue.shift();
        call.resolve();
      } catch (error) {
        for (const one of this.queue.splice(0)) one.reject(error);
      }
      for (const wake of this.waiting.splice(0)) wake();
    }
    this.sending = undefined;
  }

  private queuedBytes(): number {
    return this.queue.flatMap(({ records }) => records).reduce((sum, one) => sum + bytesOf(one), 0);
  }
}
