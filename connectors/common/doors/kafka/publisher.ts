import type { Kafka } from 'kafkajs';
import { Turns } from '../../turns';
import type { OutgoingRecord } from './kafka-door';
import { KeptProducer } from './kept-producer';
import { sendRecords } from './transaction';

/** A publisher that was killed holds up the readers of its topics for this long at most. */
const transactionTimeout = 20_000;

/** One transaction at a time, in the order of the calls. */
export class Publisher {
  private readonly producer: KeptProducer;
  private readonly turns = new Turns();

  constructor(kafka: Kafka, transactionalId: string) {
    this.producer = new KeptProducer(kafka, { transactionalId, transactionTimeout });
  }

  publish(records: readonly OutgoingRecord[]): Promise<void> {
    return this.turns.take(() => this.write(records));
  }

  close(): Promise<void> {
    return this.turns.take(() => this.producer.drop());
  }

  private async write(records: readonly OutgoingRecord[]): Promise<void> {
    if (records.length === 0) return;
    try {
      const transaction = await (await this.producer.get()).transaction();
      await sendRecords(transaction, records);
      await transaction.commit();
    } catch (error) {
      // The next one has the same id, so that its first request ends what this one has left open.
      await this.producer.drop();
      throw error;
    }
  }
}
