/** How the fee rules' topics are made when they are not there. All of them are kept for ever. */
import type { TopicSettings } from '../doors/kafka/kafka-door';

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
