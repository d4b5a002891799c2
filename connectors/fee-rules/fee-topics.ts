/** How the fee rules' topics are made when they are not there. All of them are kept for ever. */
import type { TopicSettings } from '../common/doors/kafka/kafka-door';

export const keptForEver = {
  'cleanup.policy': 'delete',
  'retention.ms': '-1',
  'retention.bytes': '-1',
};

/**
 * Ledger entries. The number of partitions must never change: entries of one transaction are in one
 * partition, which is how a duplicate is found. The broker gives the times, so that they are in order.
 */
export function feeEntriesTopic(name: string): TopicSettings {
  const settings = { ...keptForEver, 'message.timestamp.type': 'LogAppendTime' };
  return { name, partitions: 12, settings };
}

/**
 * Cycles that have closed. One partition, since their order decides which of two closings of one cycle
 * stands; and not compacted, since compaction would leave the second. The broker gives the times: a cycle does
 * not close because the clock of one instance is wrong.
 */
export function feeCyclesTopic(name: string): TopicSettings {
  // Some hundred DFSPs that all owe each other.
  const settings = {
    ...keptForEver,
    'message.timestamp.type': 'LogAppendTime',
    'max.message.bytes': String(16 * 1024 * 1024),
  };
  return { name, partitions: 1, settings };
}

/** What participants say to their figures, with all they said before. */
export function feeAcknowledgementsTopic(name: string): TopicSettings {
  return { name, partitions: 1, settings: keptForEver };
}
