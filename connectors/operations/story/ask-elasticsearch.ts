import { Problem } from '../../common/api/problems';
import type {
  DocumentSearch,
  ElasticsearchDoor,
} from '../../common/doors/elasticsearch/elasticsearch-door';

/** How long a person waits for it. */
const timeoutMs = 10_000;

/** The documents that are found. @throws Problem when there is no answer in time */
export async function askElasticsearch(
  elasticsearch: Pick<ElasticsearchDoor, 'find'>,
  indices: string,
  search: Omit<DocumentSearch, 'timeoutMs'>,
): Promise<readonly unknown[]> {
  try {
    const found = await elasticsearch.find(indices, { ...search, timeoutMs });
    return found.map(({ source }) => source);
  } catch (error) {
    throw new Problem('unavailable', {
      detail: 'Elasticsearch, where payments are looked for, gives no answer now',
      headers: { 'Retry-After': '5' },
      cause: error,
    });
  }
}
