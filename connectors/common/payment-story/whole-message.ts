/** A message of the journal as it was said, from the place in Kafka that its document names. */
import type { MessageDocument } from '../contracts/message-documents';
import { readJournalMessage, type JournalMessage } from '../contracts/message-journal';
import type { KafkaDoor } from '../doors/kafka/kafka-door';

/** How far behind the place is looked: of one that stood there twice Kafka may have kept the later one only. */
const recordsMax = 1_000;

/** Undefined: its time in Kafka is over, or a person in it was forgotten. */
export async function wholeMessageOf(
  kafka: Pick<KafkaDoor, 'endOffsets' | 'read'>,
  { messageId, place }: Pick<MessageDocument, 'messageId' | 'place'>,
): Promise<JournalMessage | undefined> {
  const { topic, partition, offset } = place;
  const end = (await kafka.endOffsets(topic)).get(partition) ?? 0;
  const toOffset = Math.min(end, offset + recordsMax);
  for await (const record of kafka.read({ topic, partition, fromOffset: offset, toOffset })) {
    if (record.key === messageId) return readJournalMessage(record);
  }
  return undefined;
}
