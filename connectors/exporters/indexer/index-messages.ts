/** Messages of the journal into documents of their own: none is read first, and their order says nothing. */
import type {
  DocumentOperation,
  ElasticsearchDoor,
} from '../../common/doors/elasticsearch/elasticsearch-door';
import type { KafkaRecord } from '../../common/doors/kafka/kafka-door';
import { messageDocumentOf, messageIndexOf } from './message-document';
import type { Applied, Refused } from './outcomes';

/** The id is the message's own: what comes again is written over itself. */
export async function indexMessages(
  door: ElasticsearchDoor,
  alias: string,
  records: readonly KafkaRecord[],
  signal: AbortSignal,
): Promise<Applied> {
  const refused: Refused[] = [];
  const taken: { readonly record: KafkaRecord; readonly operation: DocumentOperation }[] = [];
  for (const record of records) {
    // Deleted, so that a person is forgotten: there is no person in its document.
    if (record.value === undefined) continue;
    const document = messageDocumentOf(record);
    if (document === undefined) {
      refused.push({ record, reason: 'no-message-of-the-journal' });
      continue;
    }
    const place = { index: messageIndexOf(alias, document), id: document.messageId };
    const operation = { kind: 'index' as const, ...place, source: JSON.stringify(document) };
    taken.push({ record, operation });
  }
  const outcomes = await door.bulk(
    taken.map(({ operation }) => operation),
    signal,
  );
  const refusedWrites = taken.flatMap(({ record }, at): Refused[] => {
    const outcome = outcomes[at];
    return outcome?.kind === 'refused' ? [{ record, reason: outcome.type }] : [];
  });
  const written = taken.length - refusedWrites.length;
  return { written, refused: [...refused, ...refusedWrites] };
}
