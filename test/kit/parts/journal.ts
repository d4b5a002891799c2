/** Messages of the journal as the roles write them, on Kafka and, by the indexer's own code, in Elasticsearch. */
import type { ElasticsearchDoor } from '../../../connectors/common/doors/elasticsearch/elasticsearch-door';
import type { Exchange } from '../../../connectors/common/journal/exchange';
import { journalMessageOf } from '../../../connectors/common/journal/message';
import { indexMessages } from '../../../connectors/exporters/indexer/index-documents';
import { messageTemplate } from '../../../connectors/exporters/indexer/message-document';
import type { MemoryKafka } from '../memory-kafka';

export const journal = 'payment-hub.message-journal';
const alias = 'payment-hub-messages';

export interface Said extends Partial<Omit<Exchange, 'startedMs' | 'endedMs'>> {
  readonly messageId: string;
  readonly at: string;
}

/** A question for the state of a transfer, unless it says otherwise. */
export function journalRecordOf({ messageId, at, ...said }: Said, engine = 'main') {
  const startedMs = Date.parse(at);
  const exchange: Exchange = {
    ...{ direction: 'sent', peer: 'switch', startedMs, endedMs: startedMs + 12 },
    ...{ outcome: 'answered', status: 202 },
    request: { method: 'GET', url: '/transfers/1', headers: {} },
    ...said,
  };
  const message = journalMessageOf(messageId, exchange, { engine, bodyBytesMax: 65_536 });
  return { topic: journal, key: messageId, value: JSON.stringify(message) };
}

export async function say(
  kafka: MemoryKafka,
  door: ElasticsearchDoor,
  messages: readonly Said[],
): Promise<void> {
  kafka.addTopic(journal, 1);
  for (const one of messages) kafka.append(journalRecordOf(one));
  await door.ensureTemplate(messageTemplate(alias, {}));
  const { signal } = new AbortController();
  await indexMessages(door, alias, kafka.partitions(journal).flat(), signal);
}
