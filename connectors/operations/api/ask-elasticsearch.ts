import { Problem } from '../../common/api/problems';
import type {
  DocumentPage,
  DocumentSearch,
  ElasticsearchDoor,
  PageSearch,
} from '../../common/doors/elasticsearch/elasticsearch-door';
import { translated } from '../../common/words/languages';
import { apiWords } from './api-words';

/** How long a person waits for it. */
const timeoutMs = 10_000;

/** The documents that are found. @throws Problem when there is no answer in time */
export async function askElasticsearch(
  elasticsearch: Pick<ElasticsearchDoor, 'find'>,
  indices: string,
  search: Omit<DocumentSearch, 'timeoutMs'>,
): Promise<readonly unknown[]> {
  const found = await orUnavailable(elasticsearch.find(indices, { ...search, timeoutMs }));
  return found.map(({ source }) => source);
}

/** @throws Problem when there is no answer in time */
export function searchElasticsearch(
  elasticsearch: Pick<ElasticsearchDoor, 'search'>,
  indices: string,
  search: Omit<PageSearch, 'timeoutMs'>,
): Promise<DocumentPage> {
  return orUnavailable(elasticsearch.search(indices, { ...search, timeoutMs }));
}

/** @throws Problem in place of what went wrong */
export function orUnavailable<Found>(asked: Promise<Found>): Promise<Found> {
  return asked.catch((error: unknown) => {
    throw unavailable(error);
  });
}

/** What to answer when Elasticsearch has given nothing; a Problem says already what is wrong. */
export function unavailable(cause: unknown): Problem {
  if (cause instanceof Problem) return cause;
  return new Problem('unavailable', {
    detail: translated(apiWords, (said) => said.noElasticsearch),
    headers: { 'Retry-After': '5' },
    cause,
  });
}
