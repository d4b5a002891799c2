import type { Kafka, Producer } from 'kafkajs';
import { Turns } from '../../turns';
import type { OutgoingRecord } from './kafka-door';
import { retry, sendRecords } from './transaction';

/** A publisher that was killed holds up the readers of its topics for this long at most. */
const transactionTimeout = 20_000;

/** One transaction at a time, in the order of the calls. */
export class Publisher {
  private producer: Promise<Producer> | undefined;
  private readonly turns = new Turns();

  constructor(
    private readonly kafka: Kafka,
    private readonly transactionalId: string,
  ) {}

  publish(records: readonly OutgoingRecord[]): Promise<void> {
    return this.turns.take(() => this.write(records));
  }

  close(): Promise<void> {
    return this.turns.take(() => this.drop());
  }

  private async write(records: readonly OutgoingRecord[]): Promise<void> {
    if (records.length === 0) return;
    this.producer ??= this.connect();
    try {
      const transaction = await (await this.producer).transaction();
      await sendRecords(transaction, records);
      await transaction.commit();
    } catch (error) {
      // The next one has the same id, so that its first request ends what this one has left open.
      await this.drop();
      throw error;
    }
  }

  private async connect(): Promise<Producer> {
    const { kafka, transactionalId } = this;
    const producer = kafka.producer({
      transactionalId,
      transactionTimeout,
      allowAutoTopicCreation: false,
      retry,
    });
    await producer.connect();
    return producer;
  }

  private async drop(): Promise<void> {
    const producer = this.producer;
    this.producer = undefined;
    await producer?.then((one) => one.disconnect()).catch(() => undefined);
  }
}
