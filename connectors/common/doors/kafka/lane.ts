import type { Admin, Kafka, Producer, Transaction } from 'kafkajs';
import type { Clock, Logger } from '../../runtime';
import type { OutgoingRecord } from './kafka-door';
import type { GroupPartition } from './offset-fetch';
import { fetchStableOffset } from './kafkajs-repairs';
import { retry, sendOffset, sendRecords } from './transaction';

const unstableAttemptsMax = 500;
const unstablePauseMs = 20;

export interface LaneDeps {
  readonly kafka: Kafka;
  readonly admin: Admin;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * One input partition's way through: a transactional producer whose id is made of group, topic and
 * partition, and the offset up to which its input has been worked off. See README.md, "Exactly once".
 */
export class Lane {
  private constructor(
    private readonly of: GroupPartition,
    private readonly producer: Producer,
    /** Begun when the lane was opened; the first batch uses it. */
    private begun: Transaction | undefined,
    private nextOffset: number,
  ) {}

  /** First shuts out all others that hold this partition's producer, then reads the committed offset. */
  static async open(deps: LaneDeps, of: GroupPartition): Promise<Lane> {
    const producer = deps.kafka.producer({
      transactionalId: `${of.groupId}/${of.topic}/${of.partition}`,
      allowAutoTopicCreation: false,
      retry,
    });
    try {
      await producer.connect();
      // InitProducerId: ends the transaction that another has left open, or waits for its commit.
      const begun = await producer.transaction();
      return new Lane(of, producer, begun, await firstOffset(deps, of));
    } catch (error) {
      await producer.disconnect();
      throw error;
    }
  }

  /** All records below it have been worked off, by us or by others before us. */
  get position(): number {
    return this.nextOffset;
  }

  /**
   * Writes the records and the fact that the input was read up to `nextOffset`, or neither.
   * @throws when it failed or nobody knows: this lane is then of no more use
   */
  async write(records: readonly OutgoingRecord[], nextOffset: number): Promise<void> {
    const transaction = this.begun ?? (await this.producer.transaction());
    this.begun = undefined;
    await sendRecords(transaction, records);
    await sendOffset(transaction, { ...this.of, nextOffset });
    await transaction.commit();
    this.nextOffset = nextOffset;
  }

  close(): Promise<void> {
    return this.producer.disconnect();
  }
}

async function firstOffset({ admin, clock, log }: LaneDeps, of: GroupPartition): Promise<number> {
  const committed = await stableOffset(admin, clock, of);
  const offsets = await admin.fetchTopicOffsets(of.topic);
  const low = Number(offsets.find(({ partition }) => partition === of.partition)?.low ?? 0);
  if (committed === undefined) return low;
  if (committed < low) {
    log.error({ ...of, committed, low }, 'records were deleted from Kafka before they were read');
  }
  return Math.max(committed, low);
}

async function stableOffset(
  admin: Admin,
  clock: Clock,
  of: GroupPartition,
): Promise<number | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await fetchStableOffset(admin, of);
    } catch (error) {
      const isUnstable = (error as Error).name === 'UnstableOffset';
      if (!isUnstable || attempt >= unstableAttemptsMax) throw error;
      await clock.sleep(unstablePauseMs);
    }
  }
}
