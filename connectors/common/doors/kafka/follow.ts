import type { Admin, EachBatchPayload } from 'kafkajs';
import { Consuming, type ConsumingDeps } from './consuming';
import type { Random } from '../../runtime';
import type { Following, FollowOptions, KafkaRecord, ReadRange } from './kafka-door';
import { recordsOf } from './records';

/** Whoever follows is told of a record at once all the same; only to stop takes so long, at most. */
const followWaitMs = 1_000;
/** The last request of a range is made after its last record. */
const rangeWaitMs = 100;

export interface Reading {
  readonly topic: string;
  /** Where each partition begins. */
  readonly from: ReadonlyMap<number, number>;
  /** Partitions that do not stand there (made since): read from their beginning, or not at all. */
  readonly others: 'read' | 'left-out';
  readonly apply: FollowOptions['apply'];
  /** All of a partition below this offset has been applied. */
  readonly moved: (partition: number, toOffset: number) => void;
}

/**
 * Reads each partition of some topics once, in order, by itself: in a group of its own that commits nothing and
 * so is forgotten. The group's rebalances and a new consumer begin at the beginning; what was applied is
 * skipped.
 */
export function readPartitions(
  deps: ConsumingDeps,
  random: Random,
  readings: readonly Reading[],
  waitMs: number,
): Consuming {
  const topics = new Map(readings.map((one) => [one.topic, new ReadTopic(one)]));
  const consuming: Consuming = new Consuming(deps, {
    groupId: () => `payment-hub-reader-${random.uuid()}`,
    topics: [...topics.keys()],
    concurrency: 1,
    group: { maxWaitTimeInMs: waitMs },
    joined: (consumer, assigned) => {
      for (const { topic, partitions } of assigned) {
        for (const partition of partitions) {
          const position = topics.get(topic)?.positionOf(partition);
          if (position === undefined) consumer.pause([{ topic, partitions: [partition] }]);
          else consumer.seek({ topic, partition, offset: String(position) });
        }
      }
    },
    apply: async (payload) => {
      const { topic, partition } = payload.batch;
      const lastOffset = payload.batch.lastOffset();
      try {
        const count = await topics.get(topic)?.apply(payload);
        if (count === undefined) return;
        deps.metrics.read(topic, count);
      } catch (error) {
        consuming.fail(error);
        return;
      }
      payload.resolveOffset(lastOffset);
      topics.get(topic)?.move(partition, Number(lastOffset) + 1);
      await payload.heartbeat();
    },
    skipped: (topic, partition, toOffset) => topics.get(topic)?.move(partition, toOffset),
  });
  return consuming;
}

/** How far one topic has been read. */
class ReadTopic {
  private readonly positions: Map<number, number>;

  constructor(private readonly reading: Reading) {
    this.positions = new Map(reading.from);
  }

  /** Undefined: that one is not read. */
  positionOf(partition: number): number | undefined {
    return this.positions.get(partition) ?? (this.reading.others === 'read' ? 0 : undefined);
  }

  move(partition: number, toOffset: number): void {
    const position = this.positionOf(partition);
    if (position === undefined || toOffset <= position) return;
    this.positions.set(partition, toOffset);
    this.reading.moved(partition, toOffset);
  }

  /** @returns how many records were applied; undefined when they are of a partition that is not read */
  async apply(payload: EachBatchPayload): Promise<number | undefined> {
    const { topic, partition, messages, highWatermark } = payload.batch;
    const position = this.positionOf(partition);
    if (position === undefined) return undefined;
    if (messages.length > 0 && Number(highWatermark) < position) {
      // To skip them would be to take a topic that was made anew for the old one, and miss what it says.
      const reason = `it ends at ${highWatermark}, and ${position} had been read`;
      throw new Error(`${topic} is not the topic that it was: ${reason}`);
    }
    const records = recordsOf(payload, position);
    if (records.length > 0) await this.reading.apply(records);
    return records.length;
  }
}

/** Where a following begins, and how far it is to what stands there now. */
export interface StartingPoint {
  readonly from: ReadonlyMap<number, number>;
  readonly ends: ReadonlyMap<number, number>;
}

export async function startingPointOf(
  admin: Admin,
  { topic, sinceMs, fromOffsets }: Pick<FollowOptions, 'topic' | 'sinceMs' | 'fromOffsets'>,
): Promise<StartingPoint> {
  const first = await firstOffsets(admin, topic, sinceMs);
  const from = [...first].map(
    ([partition, offset]) =>
      [partition, Math.max(offset, fromOffsets?.get(partition) ?? 0)] as const,
  );
  return { from: new Map(from), ends: await endOffsets(admin, topic) };
}

/** A topic, and from where to where it is read before its following has caught up. */
export type Followed = FollowOptions & StartingPoint;

export function follow(
  deps: ConsumingDeps,
  random: Random,
  topics: readonly Followed[],
): { readonly following: Following; readonly caughtUp: Promise<unknown> } {
  const behind = new Set<string>();
  let arrive = (): void => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const readings = topics.map(({ topic, from, ends, apply, moved }): Reading => {
    const placeOf = (partition: number) => `${topic}/${partition}`;
    for (const [partition, end] of ends) {
      if (end > (from.get(partition) ?? 0)) behind.add(placeOf(partition));
    }
    return {
      ...{ topic, from, others: 'read', apply },
      moved: (partition, toOffset) => {
        moved?.(partition, toOffset);
        if (toOffset >= (ends.get(partition) ?? 0)) behind.delete(placeOf(partition));
        if (behind.size === 0) arrive();
      },
    };
  });
  if (behind.size === 0) arrive();
  const following = readPartitions(deps, random, readings, followWaitMs);
  return { following, caughtUp: Promise.race([arrived, following.failed]) };
}

/** The records of a partition in [from, to), as fast as they are taken. */
export async function* readRange(
  deps: ConsumingDeps & { readonly admin: () => Promise<Admin> },
  random: Random,
  range: ReadRange,
): AsyncGenerator<KafkaRecord> {
  const { topic, partition, toOffset } = range;
  // What is gone never comes, nor where it stood.
  const lowest = (await lowestOffsets(await deps.admin(), topic)).get(partition) ?? 0;
  const fromOffset = Math.max(range.fromOffset, lowest);
  if (fromOffset >= toOffset) return;
  const channel = new Handover<readonly KafkaRecord[]>();
  const part: Reading = {
    ...{ topic, from: new Map([[partition, fromOffset]]), others: 'left-out' },
    apply: (records) => channel.give(records.filter(({ offset }) => offset < toOffset)),
    moved: (_partition, position) => {
      if (position >= toOffset) channel.end();
    },
  };
  const reading = readPartitions(deps, random, [part], rangeWaitMs);
  try {
    for (;;) {
      const records = await Promise.race([channel.take(), reading.failed]);
      if (records === undefined) return;
      yield* records;
    }
  } finally {
    channel.end();
    await reading.stop();
  }
}

/** One value at a time from who gives to who takes; `give` resolves once it is taken. */
class Handover<Value> {
  private offered: { readonly value: Value; readonly taken: () => void } | undefined;
  private isOver = false;
  private wake: () => void = () => undefined;

  async give(value: Value): Promise<void> {
    if (this.isOver) return;
    await new Promise<void>((taken) => {
      this.offered = { value, taken };
      this.wake();
    });
  }

  /** Undefined once it is over. */
  async take(): Promise<Value | undefined> {
    while (this.offered === undefined && !this.isOver) {
      await new Promise<void>((wake) => (this.wake = wake));
    }
    const offered = this.offered;
    this.offered = undefined;
    offered?.taken();
    return offered?.value;
  }

  end(): void {
    this.isOver = true;
    this.offered?.taken();
    this.wake();
  }
}

/** The high watermark of each partition. */
export async function endOffsets(admin: Admin, topic: string): Promise<Map<number, number>> {
  const offsets = await admin.fetchTopicOffsets(topic);
  return new Map(offsets.map(({ partition, high }) => [partition, Number(high)]));
}

/** Of the first record of each partition that is still there, or will be. */
async function lowestOffsets(admin: Admin, topic: string): Promise<Map<number, number>> {
  const offsets = await admin.fetchTopicOffsets(topic);
  return new Map(offsets.map(({ partition, low }) => [partition, Number(low)]));
}

async function firstOffsets(
  admin: Admin,
  topic: string,
  sinceMs: number | undefined,
): Promise<Map<number, number>> {
  if (sinceMs === undefined) return lowestOffsets(admin, topic);
  const offsets = await admin.fetchTopicOffsetsByTimestamp(topic, sinceMs);
  return new Map(offsets.map(({ partition, offset }) => [partition, Number(offset)]));
}
