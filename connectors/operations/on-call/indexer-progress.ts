/** Up to when Elasticsearch has what Kafka has of payments: what stood there at a look, and the indexer has read since. */
import type { KafkaDoor } from '../../common/doors/kafka/kafka-door';
import type { EpochMs } from '../../common/runtime';

export interface IndexerPlace {
  /** Of the payments' events. */
  readonly topic: string;
  readonly groupId: string;
}

type Kafka = Pick<KafkaDoor, 'endOffsets' | 'committedOffsets' | 'read'>;
type Offsets = ReadonlyMap<number, number>;

interface Look {
  readonly atMs: EpochMs;
  readonly ends: Offsets;
}

/** By then the indexer has read what it reads at all. */
const slowAfterMs = 30_000;
/** Later ones tell nothing that the first that are not reached do not. */
const looksMax = 1_000;

export class IndexerProgress {
  /** Not reached yet, the oldest first. */
  private readonly looks: Look[] = [];
  /** By partition: from there on nothing is shown up to there. What ends a transaction has an offset, and nobody reads it. */
  private readonly hidden = new Map<number, { readonly from: number; readonly to: number }>();
  private freshAtMs: EpochMs | undefined;
  private looking: Promise<EpochMs | undefined> | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly place: IndexerPlace,
  ) {}

  /** Undefined: not known yet. Rejects while Kafka does not say. */
  look(nowMs: EpochMs): Promise<EpochMs | undefined> {
    // A look that hangs is waited for by the next one.
    this.looking ??= this.lookNow(nowMs).finally(() => (this.looking = undefined));
    return this.looking;
  }

  private async lookNow(nowMs: EpochMs): Promise<EpochMs | undefined> {
    const { topic, groupId } = this.place;
    const ends = await this.kafka.endOffsets(topic);
    const read = await this.kafka.committedOffsets(groupId, topic);
    if (this.looks.length < looksMax) this.looks.push({ atMs: nowMs, ends });
    this.leaveReached(read);
    const [oldest] = this.looks;
    if (oldest !== undefined && nowMs - oldest.atMs >= slowAfterMs) {
      await Promise.all([...oldest.ends].map(([one, end]) => this.lookBehind(one, end, read)));
      this.leaveReached(read);
    }
    return this.freshAtMs;
  }

  private leaveReached(read: Offsets): void {
    for (
      let [one] = this.looks;
      one !== undefined && this.isReached(one, read);
      [one] = this.looks
    ) {
      this.freshAtMs = one.atMs;
      this.looks.shift();
    }
  }

  private isReached({ ends }: Look, read: Offsets): boolean {
    return [...ends].every(([partition, end]) => this.readTo(partition, read) >= end);
  }

  private readTo(partition: number, read: Offsets): number {
    const offset = read.get(partition) ?? 0;
    const hidden = this.hidden.get(partition);
    return hidden !== undefined && hidden.from <= offset ? Math.max(offset, hidden.to) : offset;
  }

  /** Whether anything is shown there that the indexer has not read. */
  private async lookBehind(partition: number, end: number, read: Offsets): Promise<void> {
    const from = this.readTo(partition, read);
    if (from >= end) return;
    const { topic } = this.place;
    for await (const _one of this.kafka.read({
      topic,
      partition,
      fromOffset: from,
      toOffset: end,
    })) {
      return;
    }
    this.hidden.set(partition, { from: read.get(partition) ?? 0, to: end });
  }
}
