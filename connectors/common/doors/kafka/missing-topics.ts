import type { KafkaDoor } from './kafka-door';

/** Which of these topics, made by others who know what they are to be like, are not there. */
export async function missingTopics(
  kafka: KafkaDoor,
  names: readonly string[],
): Promise<readonly string[]> {
  const wanted = names.map((name) => ({ name, partitions: 1, settings: {} }));
  const differences = await kafka.checkTopics(wanted);
  return differences.filter(({ what }) => what === 'topic').map(({ topic }) => topic);
}
