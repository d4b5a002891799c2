import { logLevel, type LogEntry } from 'kafkajs';
import type { Logger } from '../../runtime';

export const lostMessage = 'Offset out of range, resetting to default offset';
const alarm =
  'ALARM: Kafka no longer has what was to be read next (deleted, or the topic made anew): reading goes on with the oldest that is there';

/**
 * What kafkajs says is for who looks closer: it shouts ERROR, many times a second, at every broker that
 * restarts and every coordinator that loads, and tries again. What it gives up reaches us as an error,
 * and is told as our own warning.
 */
export function createKafkaLog(log: Logger): () => (entry: LogEntry) => void {
  return () => (entry) => {
    const { message, ...fields } = entry.log;
    const line = { ...fields, stack: undefined, timestamp: undefined, logger: entry.namespace };
    const text = `kafka client: ${message}`;
    // The one thing that it knows and we do not: it goes on with what is left.
    if (message === lostMessage) log.error(line, alarm);
    else if (entry.level === logLevel.ERROR) log.info(line, text);
    else log.debug(line, text);
  };
}
