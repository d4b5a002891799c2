import type { Clock, Logger } from '../../runtime';
import type { KafkaDoor } from './kafka-door';

type Door = Pick<KafkaDoor, 'checkTopics'>;

/** Which of these topics, made by others who know what they are to be like, are not there. */
export async function missingTopics(
  kafka: Door,
  names: readonly string[],
): Promise<readonly string[]> {
  const wanted = names.map((name) => ({ name, partitions: 1, settings: {} }));
  const differences = await kafka.checkTopics(wanted);
  return differences.filter(({ what }) => what === 'topic').map(({ topic }) => topic);
}

/** Whoever makes them may be starting at the same moment; brokers show a new one a little later. */
const awaitedMs = 60_000;
const lookEveryMs = 1_000;

/**
 * Resolves once others have made these topics.
 * @param whoMakes what to start, in words
 * @throws Error when they are not there after a minute
 */
export async function awaitTopics(
  kafka: Door,
  names: readonly string[],
  { clock, log, whoMakes }: { clock: Clock; log: Pick<Logger, 'info'>; whoMakes: string },
): Promise<void> {
  const giveUpAt = clock.now() + awaitedMs;
  let missing = await missingTopics(kafka, names);
  if (missing.length > 0) log.info({ topics: missing }, 'topics are not there yet: waiting');
  while (missing.length > 0) {
    if (clock.now() >= giveUpAt) {
      throw new Error(`topics are not there: ${missing.join(', ')}. Start ${whoMakes}`);
    }
    await clock.sleep(lookEveryMs);
    missing = await missingTopics(kafka, names);
  }
}
