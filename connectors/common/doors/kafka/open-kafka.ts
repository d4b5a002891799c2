import type { Registry } from 'prom-client';
import type { Deps } from '../../runtime';
import { tlsFoldersOf } from '../../tls/folders';
import { connectKafka } from './connect-kafka';
import type { KafkaSettings } from './environment';
import type { KafkaDoor } from './kafka-door';

/** Connects with the first call. */
export function openKafka(
  settings: KafkaSettings,
  deps: Pick<Deps, 'clock' | 'random' | 'log'> & { readonly metrics: Registry },
): KafkaDoor {
  const directory = settings.KAFKA_TLS_DIRECTORY;
  const tls = directory === undefined ? undefined : tlsFoldersOf(deps).open(directory, 'client');
  return connectKafka(settings, { ...deps, tls });
}
