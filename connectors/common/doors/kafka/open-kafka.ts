import { Registry } from 'prom-client';
import type { Deps } from '../../runtime';
import { Shared } from '../../shared';
import { createTlsFolders } from '../../tls/folders';
import { connectKafka } from './connect-kafka';
import type { KafkaSettings } from './environment';
import type { KafkaDoor } from './kafka-door';

/** Of each process, known by its registry of metrics. */
const shared = new Shared<Registry, KafkaDoor>();

/** Roles that run in one process share one door, which closes when the last of them has closed it. */
export function openKafka(
  settings: KafkaSettings,
  deps: Pick<Deps, 'clock' | 'random' | 'log'> & { readonly metrics: Registry },
): KafkaDoor {
  return shared.open(deps.metrics, () => connect(settings, deps));
}

function connect(settings: KafkaSettings, deps: Parameters<typeof openKafka>[1]): KafkaDoor {
  const directory = settings.KAFKA_TLS_DIRECTORY;
  // Certificates that expire are logged; their metric belongs to the folders of the FSPIOP server.
  const folders = createTlsFolders({ ...deps, metrics: new Registry() });
  const tls = directory === undefined ? undefined : folders.open(directory, 'client');
  return connectKafka(settings, { ...deps, tls });
}
