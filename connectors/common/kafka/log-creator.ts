import type { LogEntry } from 'kafkajs';
import type { Logger } from '../runtime';

/** kafkajs's levels: 0 nothing, 1 error, 2 warn, 4 info, 5 debug. */
const errorLevel = 1;
const warnLevel = 2;

/**
 * What kafkajs says goes into our log one level lower than it thinks: it shouts ERROR at every broker
 * that restarts and every coordinator that loads, and tries again. What it gives up reaches us as an
 * error, and is logged as one.
 */
export function createKafkaLog(log: Logger): () => (entry: LogEntry) => void {
  return () =>
    ({ namespace, level, log: { message, timestamp: _, logger: __, stack: ___, ...fields } }) => {
      const line = { ...fields, kafkajs: namespace };
      const text = `kafka client: ${message}`;
      if (level === errorLevel) log.warn(line, text);
      else if (level === warnLevel) log.info(line, text);
      else log.debug(line, text);
    };
}
