import type { Kafka, Producer, ProducerConfig } from 'kafkajs';
import { retry } from './transaction';

/** A producer that is connected when it is first needed, and anew after it was dropped. */
export class KeptProducer {
  private producer: Promise<Producer> | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly config: ProducerConfig,
  ) {}

  get(): Promise<Producer> {
    return (this.producer ??= this.connect());
  }

  async drop(): Promise<void> {
    const producer = this.producer;
    this.producer = undefined;
    // One that never connected, or cannot say goodbye, is gone all the same.
    await producer?.then((one) => one.disconnect()).catch(() => undefined);
  }

  private async connect(): Promise<Producer> {
    const producer = this.kafka.producer({ ...this.config, allowAutoTopicCreation: false, retry });
    await producer.connect();
    return producer;
  }
}
