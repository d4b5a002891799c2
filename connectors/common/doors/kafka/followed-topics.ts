import type { Following, KafkaDoor, KafkaRecord } from './kafka-door';

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export interface TopicToFollow {
  readonly topic: string;
  readonly enter: (record: KafkaRecord) => void;
}

/** Topics of one partition each, read together from their beginning on and for as long as they are wanted. */
export class FollowedTopics {
  private readonly topics: readonly TopicToFollow[];
  private readonly readTo = new Map<string, number>();
  private waiting: Waiter[] = [];
  private following: Following | undefined;
  private failure: Promise<never> | undefined;

  constructor(
    private readonly kafka: KafkaDoor,
    ...topics: readonly TopicToFollow[]
  ) {
    this.topics = topics;
  }

  /** Resolves once all that stands there now has been entered. Once it goes on, another start changes nothing. */
  async start(): Promise<void> {
    if (this.following !== undefined) return;
    const options = this.topics.map(({ topic, enter }) => ({
      topic,
      apply: (records: readonly KafkaRecord[]) => {
        for (const record of records) enter(record);
      },
      moved: (_partition: number, toOffset: number) => {
        this.readTo.set(topic, Math.max(this.readToOf(topic), toOffset));
        for (const { resolve } of this.waiting.splice(0)) resolve();
      },
    }));
    this.following = await this.kafka.follow(...options);
    const { failed } = this.following;
    // Known once: a race with what never settles leaves something behind there each time.
    failed.catch((error: unknown) => {
      this.failure = failed;
      for (const { reject } of this.waiting.splice(0)) reject(error);
    });
  }

  /** Rejects when they cannot be read any more. */
  checkHealth(): Promise<void> {
    if (this.following === undefined) {
      const names = this.topics.map(({ topic }) => topic).join(', ');
      return Promise.reject(new Error(`not followed: ${names}`));
    }
    return this.failure ?? Promise.resolve();
  }

  /** Resolves once all that stood there at the call has been entered, whoever wrote it. */
  async catchUp(): Promise<void> {
    const ends = await Promise.all(
      this.topics.map(async ({ topic }) => {
        const end = (await this.kafka.endOffsets(topic)).get(0) ?? 0;
        return { topic, end };
      }),
    );
    while (ends.some(({ topic, end }) => this.readToOf(topic) < end)) await this.moved();
  }

  /** Resolves when more of any of them has been read. */
  moved(): Promise<void> {
    if (this.following === undefined || this.failure !== undefined) return this.checkHealth();
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  async stop(): Promise<void> {
    await this.following?.stop();
  }

  private readToOf(topic: string): number {
    return this.readTo.get(topic) ?? 0;
  }
}
