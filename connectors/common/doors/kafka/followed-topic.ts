import type { Following, KafkaDoor, KafkaRecord } from './kafka-door';

/** A topic of one partition, read from its beginning on and for as long as it is wanted. */
export class FollowedTopic {
  private readTo = 0;
  private waiting: (() => void)[] = [];
  private following: Following | undefined;

  constructor(
    private readonly kafka: KafkaDoor,
    private readonly topic: string,
    private readonly enter: (record: KafkaRecord) => void,
  ) {}

  /** Resolves once all that stands there now has been entered. */
  async start(): Promise<void> {
    this.following = await this.kafka.follow({
      topic: this.topic,
      apply: (records) => {
        for (const record of records) this.enter(record);
      },
      moved: (_partition, toOffset) => {
        this.readTo = Math.max(this.readTo, toOffset);
        for (const wake of this.waiting.splice(0)) wake();
      },
    });
  }

  /** Rejects when it cannot be read any more. */
  get failed(): Promise<never> {
    return this.following?.failed ?? Promise.reject(new Error(`${this.topic} is not followed`));
  }

  /** Resolves once all that stood there at the call has been entered, whoever wrote it. */
  async catchUp(): Promise<void> {
    const end = (await this.kafka.endOffsets(this.topic)).get(0) ?? 0;
    while (this.readTo < end) await this.moved();
  }

  /** Resolves when more has been read. */
  async moved(): Promise<void> {
    await Promise.race([new Promise<void>((wake) => this.waiting.push(wake)), this.failed]);
  }

  async stop(): Promise<void> {
    await this.following?.stop();
  }
}
