import type { Admin } from 'kafkajs';
import { Consuming, type ConsumingDeps } from './consuming';
import type { Random } from '../../runtime';
import type { Following, FollowOptions, KafkaRecord, ReadRange } from './kafka-door';
import { recordsOf } from './records';

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
 * Reads each partition once, in order, by itself: in a group of its own that commits nothing and so is
 * forgotten. The group's rebalances and a new consumer begin at the beginning; what was applied is
 * skipped.
 */
export function readPartitions(deps: ConsumingDeps, random: Random, reading: Reading): Consuming {
  const { topic, apply, moved } = reading;
  const positions = new Map(reading.from);
  const positionOf = (partition: number): number | undefined =>
    positions.get(partition) ?? (reading.others === 'read' ? 0 : undefined);
  const move = (partition: number, toOffset: number): void => {
    const position = positionOf(partition);
    if (position === undefined || toOffset <= position) return;
    positions.set(partition, toOffset);
    moved(partition, toOffset);
  };
  const consuming: Consuming = new Consuming(deps, {
    groupId: () => `payment-hub-reader-${random.uuid()}`,
    topics: [topic],
    concurrency: 1,
    joined: (consumer, assigned) => {
      for (const partition of assigned.flatMap((one) => one.partitions)) {
        const position = positionOf(partition);
        if (position === undefined) consumer.pause([{ topic, partitions: [partition] }]);
        else consumer.seek({ topic, partition, offset: String(position) });
      }
    },
    apply: async (payload) => {
      const { partition } = payload.batch;
      const position = positionOf(partition);
      if (position === undefined) return;
      const { messages, highWatermark } = payload.batch;
      if (messages.length > 0 && Number(highWatermark) < position) {
        // To skip them would be to take a topic that was made anew for the old one, and miss what it says.
        const reason = `it ends at ${highWatermark}, and ${position} had been read`;
        consuming.fail(new Error(`${topic} is not the topic that it was: ${reason}`));
        return;
      }
      const records = recordsOf(payload, position);
      try {
        if (records.length > 0) await apply(records);
      } catch (error) {
        consuming.fail(error);
        return;
      }
      const lastOffset = payload.batch.lastOffset();
      payload.resolveOffset(lastOffset);
      deps.metrics.read(topic, records.length);
      move(partition, Number(lastOffset) + 1);
      await payload.heartbeat();
    },
    skipped: move,
  });
  return consuming;
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

export function follow(
  deps: ConsumingDeps,
  random: Random,
  { topic, apply, moved }: FollowOptions,
  { from, ends }: StartingPoint,
): { readonly following: Following; readonly caughtUp: Promise<unknown> } {
  const behind = new Map([...ends].filter(([partition, end]) => end > (from.get(partition) ?? 0)));
  let arrive = (): void => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  if (behind.size === 0) arrive();
  const following = readPartitions(deps, random, {
    topic,
    from,
    others: 'read',
    apply,
    moved: (partition, toOffset) => {
      moved?.(partition, toOffset);
      if (toOffset >= (behind.get(partition) ?? 0)) behind.delete(partition);
      if (behind.size === 0) arrive();
    },
  });
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
  const reading = readPartitions(deps, random, {
    topic,
    from: new Map([[partition, fromOffset]]),
    others: 'left-out',
    apply: (records) => channel.give(records.filter(({ offset }) => offset < toOffset)),
    moved: (_partition, position) => {
      if (position >= toOffset) channel.end();
    },
  });
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
