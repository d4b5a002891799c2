/** What a real broker has told, in Elasticsearch in memory, as the indexer's own code writes it there. */
import type { ElasticsearchDoor } from '../../../connectors/common/doors/elasticsearch/elasticsearch-door';
import { RecordIndexer } from '../../../connectors/exporters/indexer/index-records';
import { diagramTemplate } from '../../../connectors/exporters/indexer/keep-diagrams';
import { engine, kafkaRecordsOf } from '../engine-records/events';
import { readRecording } from '../engine-records/recordings';

const diagrams = { engine, index: 'payment-hub-diagrams' };

/** Each recording was made on a broker of its own, whose keys another has too. */
export async function indexRecords(
  door: ElasticsearchDoor,
  recording: 'demo' | 'troubles' | 'by-hand',
  prefix = 'zeebe-record-main',
): Promise<void> {
  await door.ensureTemplate(diagramTemplate(diagrams.index, {}));
  const indexer = new RecordIndexer(door, { prefix, settings: {}, diagrams });
  await indexer.index(kafkaRecordsOf(readRecording(recording)), new AbortController().signal);
}
