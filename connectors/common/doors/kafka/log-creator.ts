import { logLevel, type LogEntry } from 'kafkajs';
import type { Logger } from '../../runtime';

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
    if (entry.level === logLevel.ERROR) log.info(line, text);
    else log.debug(line, text);
  };
}
