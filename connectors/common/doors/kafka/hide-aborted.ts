import type { FetchedPartition, FetchedRecord } from 'kafkajs/src/broker';

/** Second field of a control record's key; 1 is the end of a transaction that was committed. */
const abortType = 0;

/**
 * Makes control records, which nobody is shown, of all records of aborted transactions. kafkajs's own
 * filter takes the list of these transactions to be in the order in which they began, and enters at most
 * one of them a record; it is in the order in which they ended, and several may have begun before the
 * first record. So it lets records through that were never committed.
 */
export function hideAborted(partition: FetchedPartition): void {
  const coming = (partition.abortedTransactions ?? [])
    .map(({ producerId, firstOffset }) => ({ producerId, firstOffset: Number(firstOffset) }))
    .sort((left, right) => right.firstOffset - left.firstOffset);
  const aborted = new Set<string>();
  for (const record of partition.messages) {
    const offset = Number(record.offset);
    for (let next = coming.at(-1); next !== undefined && next.firstOffset <= offset;) {
      aborted.add(next.producerId);
      coming.pop();
      next = coming.at(-1);
    }
    const { producerId, inTransaction } = record.batchContext;
    if (!inTransaction || !aborted.has(producerId)) continue;
    if (isAbortMarker(record)) aborted.delete(producerId);
    record.isControlRecord = true;
  }
  partition.abortedTransactions = [];
}

function isAbortMarker({ isControlRecord, key }: FetchedRecord): boolean {
  return isControlRecord && key?.length === 4 && key.readInt16BE(2) === abortType;
}
