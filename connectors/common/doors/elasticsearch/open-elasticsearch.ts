import type { Registry } from 'prom-client';
import type { Deps } from '../../runtime';
import { tlsFoldersOf } from '../../tls/folders';
import { connectElasticsearch } from './connect-elasticsearch';
import type { ElasticsearchDoor } from './elasticsearch-door';
import type { ElasticsearchSettings } from './environment';

/** The way to Elasticsearch of one process: its metrics are registered here. Connects with the first call. */
export function openElasticsearch(
  settings: ElasticsearchSettings,
  deps: Pick<Deps, 'clock' | 'random' | 'log'> & { readonly metrics: Registry },
): ElasticsearchDoor {
  const directory = settings.ELASTICSEARCH_TLS_DIRECTORY;
  const tls = directory === undefined ? undefined : tlsFoldersOf(deps).open(directory, 'client');
  return connectElasticsearch(settings, { ...deps, tls });
}
