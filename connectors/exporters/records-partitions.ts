import type { KafkaDoor } from '../common/doors/kafka/kafka-door';
import { awaitTopics } from '../common/doors/kafka/missing-topics';
import type { Deps } from '../common/runtime';

/**
 * How many partitions the topic of an engine's records has, which the bridge makes.
 * @throws Error when it is not there after a minute
 */
export async function recordsPartitionsOf(
  kafka: KafkaDoor,
  records: string,
  deps: Pick<Deps, 'clock' | 'log'>,
): Promise<number> {
  const whoMakes = 'zeebe-bridge first, with the same ENGINE_NAME';
  await awaitTopics(kafka, [records], { ...deps, whoMakes });
  return (await kafka.endOffsets(records)).size;
}
