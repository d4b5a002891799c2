/** What a real broker has told, in Elasticsearch in memory, as the indexer's own code writes it there. */
import type { ElasticsearchDoor } from '../../../connectors/common/doors/elasticsearch/elasticsearch-door';
import type { KafkaRecord } from '../../../connectors/common/doors/kafka/kafka-door';
import { RecordIndexer } from '../../../connectors/exporters/indexer/index-records';
import { diagramTemplate } from '../../../connectors/exporters/indexer/keep-diagrams';
import { engine, kafkaRecordsOf } from '../engine-records/events';
import { readRecording } from '../engine-records/recordings';

const diagrams = { engine, index: 'payment-hub-diagrams' };

/** Each recording was made on a broker of its own, whose keys another has too. */
export function indexRecords(
  door: ElasticsearchDoor,
  recording: 'demo' | 'troubles' | 'by-hand',
  prefix = 'zeebe-record-main',
): Promise<void> {
  return indexKafkaRecords(door, kafkaRecordsOf(readRecording(recording)), prefix);
}

export async function indexKafkaRecords(
  door: ElasticsearchDoor,
  records: readonly KafkaRecord[],
  prefix: string,
): Promise<void> {
  await door.ensureTemplate(diagramTemplate(diagrams.index, {}));
  const indexer = new RecordIndexer(door, { prefix, settings: {}, diagrams });
  const { refused } = await indexer.index(records, new AbortController().signal);
  expect(refused).toEqual([]);
}
