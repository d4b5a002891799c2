import { Registry } from 'prom-client';
import type { Deps } from '../../runtime';
import { createTlsFolders } from '../../tls/folders';
import { connectKafka } from './connect-kafka';
import type { KafkaSettings } from './environment';
import type { KafkaDoor } from './kafka-door';

/** Connects with the first call. */
export function openKafka(
  settings: KafkaSettings,
  deps: Pick<Deps, 'clock' | 'random' | 'log'> & { readonly metrics: Registry },
): KafkaDoor {
  const directory = settings.KAFKA_TLS_DIRECTORY;
  // Certificates that expire are logged; their metric belongs to the folders of the FSPIOP server.
  const folders = createTlsFolders({ ...deps, metrics: new Registry() });
  const tls = directory === undefined ? undefined : folders.open(directory, 'client');
  return connectKafka(settings, { ...deps, tls });
}
