import type { StreamTopics } from '../../../connectors/fee-rules/stream/settings';

export const groupId = 'fee-stream';
export const partitions = 4;

export const topics: StreamTopics = {
  transfers: 'transfers',
  switch: 'topic-notification-event',
  entries: 'fee-entries',
  setAside: 'set-aside',
  waiting: 'waiting',
  prepared: 'prepared',
};
