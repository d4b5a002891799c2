import type { KafkaDoor } from '../common/doors/kafka/kafka-door';
import { missingTopics } from '../common/doors/kafka/missing-topics';

/** How many partitions the topic of an engine's records has, which the bridge makes. @throws Error when it is not there */
export async function recordsPartitionsOf(kafka: KafkaDoor, records: string): Promise<number> {
  if ((await missingTopics(kafka, [records])).length > 0) {
    throw new Error(
      `the topic ${records} is not there: start zeebe-bridge first, with the same ENGINE_NAME`,
    );
  }
  return (await kafka.endOffsets(records)).size;
}
