import type {
  ConsumeOptions,
  Following,
  KafkaRecord,
} from '../../connectors/common/doors/kafka/kafka-door';

/** What members ask of the brokers. */
interface Brokers {
  readonly groupOffsets: Map<string, number>;
  readonly isDown: boolean;
  partitions(topic: string): readonly (readonly KafkaRecord[])[];
  listen(listener: () => void): () => void;
}

interface Place {
  readonly topic: string;
  readonly partition: number;
}

/** Consumers that share partitions: whoever joins or leaves makes all of them end what they do first. */
export class MemoryGroup {
  private readonly members: Member[] = [];
  private rebalancing: Promise<void> = Promise.resolve();

  constructor(
    private readonly kafka: Brokers,
    private readonly groupId: string,
  ) {}

  join(options: ConsumeOptions, isDead: () => boolean): Following {
    const member = new Member(this.kafka, options, isDead);
    this.members.push(member);
    void this.rebalance();
    return {
      failed: new Promise<never>(() => undefined),
      stop: async () => {
        this.members.splice(this.members.indexOf(member), 1);
        await member.release();
        await this.rebalance();
      },
    };
  }

  private rebalance(): Promise<void> {
    this.rebalancing = this.rebalancing.then(async () => {
      await Promise.all(this.members.map((one) => one.release()));
      const topics = [...new Set(this.members.flatMap(({ options }) => options.topics))];
      const places = topics.flatMap((topic) =>
        this.kafka.partitions(topic).map((_, partition) => ({ topic, partition })),
      );
      for (const [index, member] of this.members.entries()) {
        member.begin(places.filter((_, at) => at % this.members.length === index));
      }
    });
    return this.rebalancing;
  }
}

class Member {
  private generation = new AbortController();
  private running: Promise<unknown> = Promise.resolve();
  private places = 0;
  private waiting: (() => void)[] = [];

  constructor(
    private readonly kafka: Brokers,
    readonly options: ConsumeOptions,
    private readonly isDead: () => boolean,
  ) {}

  begin(places: readonly Place[]): void {
    this.generation = new AbortController();
    const { signal } = this.generation;
    this.running = Promise.all(places.map((place) => this.work(place, signal)));
  }

  async release(): Promise<void> {
    this.generation.abort();
    await this.running;
  }

  private async work({ topic, partition }: Place, signal: AbortSignal): Promise<void> {
    const { recordsMax = 500, groupId } = this.options;
    const { groupOffsets } = this.kafka;
    const place = placeOf(groupId, topic, partition);
    let attempts = 0;
    while (!signal.aborted && !this.isDead()) {
      const from = groupOffsets.get(place) ?? 0;
      const all = this.kafka.partitions(topic)[partition] ?? [];
      const records = all.filter(({ offset }) => offset >= from).slice(0, recordsMax);
      const last = records.at(-1);
      if (last === undefined || this.kafka.isDown) {
        await this.nextRecord(signal);
        continue;
      }
      await this.enter();
      const isApplied = await this.isApplied(records, signal, (attempts += 1));
      this.leave();
      if (isApplied && !this.isDead()) groupOffsets.set(place, last.offset + 1);
      if (isApplied) attempts = 0;
      // As on a real broker other things go on meanwhile.
      await new Promise((next) => setImmediate(next));
    }
  }

  private async isApplied(
    records: readonly KafkaRecord[],
    signal: AbortSignal,
    attempts: number,
  ): Promise<boolean> {
    const { apply, decide } = this.options;
    let left = records;
    while (left.length > 0) {
      try {
        await apply(left, signal);
        return true;
      } catch (error) {
        if (signal.aborted || decide === undefined) return false;
        const decision = await decide({ records: left, error, attempts }).catch(
          () => 'retry' as const,
        );
        if (decision === 'retry') return false;
        const { setAside } = decision;
        const without = left.filter(({ offset }) => !setAside.some((one) => one.offset === offset));
        if (without.length === left.length) return false;
        left = without;
      }
    }
    return left.length === 0;
  }

  private async enter(): Promise<void> {
    const { concurrency = 4 } = this.options;
    while (this.places >= concurrency) await new Promise<void>((wake) => this.waiting.push(wake));
    this.places += 1;
  }

  private leave(): void {
    this.places -= 1;
    this.waiting.shift()?.();
  }

  private nextRecord(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        unlisten();
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const unlisten = this.kafka.listen(wake);
      signal.addEventListener('abort', wake);
      if (signal.aborted) wake();
    });
  }
}

export function placeOf(groupId: string, topic: string, partition: number): string {
  return JSON.stringify([groupId, topic, partition]);
}
