/** How the topics of cycles are made when they are not there. */
import { keptForEver } from '../common/contracts/fee-topics';
import type { TopicSettings } from '../common/doors/kafka/kafka-door';

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
