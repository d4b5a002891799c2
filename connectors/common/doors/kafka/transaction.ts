import { setTimeout as sleep } from 'node:timers/promises';
import type { Transaction } from 'kafkajs';
import type { OutgoingRecord } from './kafka-door';
import type { GroupPartition } from './offset-fetch';
import { bytesOf, topicMessagesOf } from './records';

/** Of producers. Back to back transactions make brokers say "not yet" for some milliseconds. */
export const retry = { initialRetryTime: 10, maxRetryTime: 1_000, retries: 10 };

/** Of keys, values and headers: brokers refuse more than 1 MB in one batch of a partition, as they come. */
const chunkBytesMax = 500_000;

/** For brokers to end the transaction before, whose outcome is decided already. */
const concurrentAttemptsMax = 200;
const concurrentPauseMs = 10;

export interface ReadSoFar extends GroupPartition {
  readonly nextOffset: number;
}

export async function sendRecords(
  transaction: Transaction,
  records: readonly OutgoingRecord[],
): Promise<void> {
  for (const chunk of chunksOf(records)) {
    await transaction.sendBatch({ topicMessages: topicMessagesOf(chunk) });
  }
}

export async function sendOffset(transaction: Transaction, read: ReadSoFar): Promise<void> {
  const { groupId, topic, partition, nextOffset } = read;
  const partitions = [{ partition, offset: String(nextOffset) }];
  for (let attempt = 1; ; attempt += 1) {
    try {
      await transaction.sendOffsets({ consumerGroupId: groupId, topics: [{ topic, partitions }] });
      return;
    } catch (error) {
      const isConcurrent = (error as { type?: string }).type === 'CONCURRENT_TRANSACTIONS';
      if (!isConcurrent || attempt >= concurrentAttemptsMax) throw error;
      await sleep(concurrentPauseMs);
    }
  }
}

function chunksOf(records: readonly OutgoingRecord[]): OutgoingRecord[][] {
  const chunks: OutgoingRecord[][] = [];
  let bytes = Infinity;
  for (const record of records) {
    const size = bytesOf(record);
    if (bytes + size > chunkBytesMax) {
      chunks.push([]);
      bytes = 0;
    }
    chunks.at(-1)?.push(record);
    bytes += size;
  }
  return chunks;
}
