import type { LogEntry } from 'kafkajs';
import type { Logger } from '../runtime';

/** Of kafkajs's levels. */
const errorLevel = 1;

/**
 * What kafkajs says is for who looks closer: it shouts ERROR, many times a second, at every broker that
 * restarts and every coordinator that loads, and tries again. What it gives up reaches us as an error,
 * and is told as our own warning.
 */
export function createKafkaLog(log: Logger): () => (entry: LogEntry) => void {
  return () =>
    ({ namespace, level, log: { message, timestamp: _, logger: __, stack: ___, ...fields } }) => {
      const line = { ...fields, kafkajs: namespace };
      const text = `kafka client: ${message}`;
      if (level === errorLevel) log.info(line, text);
      else log.debug(line, text);
    };
}
