import { found, type Check } from '../../check';
import { messageOf } from '../../message-of';
import type { ElasticsearchDoor } from './elasticsearch-door';

/** Whether the cluster answers and has all its shards. */
export function elasticsearchCheck(elasticsearch: ElasticsearchDoor): Check {
  return {
    what: 'Elasticsearch',
    run: () =>
      elasticsearch.checkHealth().then(
        () => found.ok('it answers'),
        (error: unknown) =>
          found.away(
            `does not answer: ${messageOf(error)}`,
            'Start it, or set ELASTICSEARCH_URLS and the other ELASTICSEARCH_ settings.',
          ),
      ),
  };
}
