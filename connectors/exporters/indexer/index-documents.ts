/** Records into documents of their own: none is read first, and their order says nothing. */
import type {
  DocumentOperation,
  ElasticsearchDoor,
} from '../../common/doors/elasticsearch/elasticsearch-door';
import type { KafkaRecord } from '../../common/doors/kafka/kafka-door';
import { actDocumentOf, actIndexOf } from './act-document';
import { messageDocumentOf, messageIndexOf } from './message-document';
import { refusedWrites, type Applied, type Refused } from './outcomes';

interface DocumentKind<Document> {
  /** Undefined for what no role has written. */
  readonly documentOf: (record: KafkaRecord) => Document | undefined;
  readonly indexOf: (alias: string, document: Document) => string;
  /** The id is the document's own: what comes again is written over itself. */
  readonly idOf: (document: Document) => string;
  readonly refusedAs: string;
}

export type IndexDocuments = (
  door: ElasticsearchDoor,
  alias: string,
  records: readonly KafkaRecord[],
  signal: AbortSignal,
) => Promise<Applied>;

function indexDocuments<Document>(kind: DocumentKind<Document>): IndexDocuments {
  return async (door, alias, records, signal) => {
    const refused: Refused[] = [];
    const taken: { readonly record: KafkaRecord; readonly operation: DocumentOperation }[] = [];
    for (const record of records) {
      // Deleted, so that a person is forgotten: there is no person in its document.
      if (record.value === undefined) continue;
      const document = kind.documentOf(record);
      if (document === undefined) {
        refused.push({ record, reason: kind.refusedAs });
        continue;
      }
      const place = { index: kind.indexOf(alias, document), id: kind.idOf(document) };
      const operation = { kind: 'index' as const, ...place, source: JSON.stringify(document) };
      taken.push({ record, operation });
    }
    const outcomes = await door.bulk(
      taken.map(({ operation }) => operation),
      signal,
    );
    const notWritten = refusedWrites(taken, outcomes);
    const written = taken.length - notWritten.length;
    return { written, refused: [...refused, ...notWritten] };
  };
}

export const indexMessages = indexDocuments({
  documentOf: messageDocumentOf,
  indexOf: messageIndexOf,
  idOf: ({ messageId }) => messageId,
  refusedAs: 'no-message-of-the-journal',
});

export const indexActs = indexDocuments({
  documentOf: actDocumentOf,
  indexOf: actIndexOf,
  idOf: ({ actId }) => actId,
  refusedAs: 'no-act-of-a-person',
});
