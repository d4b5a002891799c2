import { Problem } from '../../common/api/problems';
import { inTime } from '../../common/in-time';
import type { Clock } from '../../common/runtime';
import type { Translated } from '../../common/words/languages';

/** How long a person waits for Kafka. */
const timeoutMs = 5_000;

/**
 * What Kafka gives, for whoever waits for it.
 * @param detail what is not known or not done now, and what to do
 * @throws Problem when there is no answer in five seconds, or one that helps nobody
 */
export async function kafkaInTime<Result>(
  clock: Clock,
  work: Promise<Result>,
  detail: Translated,
): Promise<Result> {
  const late = () => new Error(`Kafka has not answered in ${timeoutMs} ms`);
  try {
    return await inTime(clock, timeoutMs, work, late);
  } catch (cause) {
    throw new Problem('unavailable', { detail, headers: { 'Retry-After': '5' }, cause });
  }
}
