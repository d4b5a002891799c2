import type {
  FollowOptions,
  Following,
  KafkaDoor,
  KafkaRecord,
  OutgoingRecord,
} from '../../../connectors/common/doors/kafka/kafka-door';

/** A topic of one partition that keeps the contract of KafkaDoor; the test decides when who sees what. */
export class KafkaInMemory {
  records: KafkaRecord[] = [];
  partitions = 1;
  isDown = false;
  private nextOffset = 0;
  private readonly failures: ((error: Error) => void)[] = [];

  /** `turn` is awaited before each step that takes time on a real broker. */
  constructor(private readonly turn: (what: string) => Promise<void> = () => Promise.resolve()) {}

  door(name: string): KafkaDoor {
    const unused = () => {
      throw new Error('rule sets do not need this');
    };
    return {
      ensureTopics: () => this.up(),
      publish: async (records) => {
        await this.turn(`${name} publishes`);
        await this.up();
        for (const record of records) this.append(record);
        await this.turn(`${name} is told`);
      },
      follow: (options) => this.follow(name, options),
      endOffsets: async () => {
        await this.up();
        return new Map(Array.from({ length: this.partitions }, (_, one) => [one, this.nextOffset]));
      },
      transform: unused,
      read: unused,
      checkHealth: () => this.up(),
      close: () => Promise.resolve(),
    };
  }

  append({ topic, key, value }: OutgoingRecord): void {
    const offset = this.nextOffset++;
    const record = { topic, partition: 0, offset, key, timestampMs: 0 };
    this.records.push({ ...record, value: value ?? undefined });
  }

  /** Of each key only the last record stays. */
  compact(): void {
    const last = new Map(this.records.map((record) => [record.key, record]));
    this.records = this.records.filter((record) => last.get(record.key) === record);
  }

  breakDown(): void {
    this.isDown = true;
    for (const fail of this.failures.splice(0)) fail(new Error('the broker is gone'));
  }

  private async up(): Promise<void> {
    if (this.isDown) throw new Error('the broker is gone');
    return Promise.resolve();
  }

  private async follow(name: string, { apply }: FollowOptions): Promise<Following> {
    await this.up();
    let seen = -1;
    let isStopped = false;
    const step = async (): Promise<void> => {
      const next = this.records.find(({ offset }) => offset > seen);
      if (next === undefined) return;
      seen = next.offset;
      await apply([next]);
    };
    const end = this.nextOffset;
    while (this.records.some(({ offset }) => offset > seen && offset < end)) await step();
    const failed = new Promise<never>((_, reject) => this.failures.push(reject));
    const going = async (): Promise<void> => {
      for (;;) {
        await this.turn(`${name} reads`);
        if (isStopped || this.isDown) return;
        await step();
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    void going();
    return {
      failed,
      stop: () => {
        isStopped = true;
        return Promise.resolve();
      },
    };
  }
}
