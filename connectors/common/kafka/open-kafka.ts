import { Registry } from 'prom-client';
import type { Deps } from '../runtime';
import { createTlsFolders } from '../tls/folders';
import { connectKafka } from './connect-kafka';
import type { KafkaSettings } from './environment';
import type { KafkaDoor } from './kafka-door';

/** Of each process, known by its registry of metrics, the door that is open. */
const opened = new WeakMap<Registry, { readonly door: KafkaDoor; users: number }>();

/** Roles that run in one process share one door, which closes when the last of them has closed it. */
export function openKafka(
  settings: KafkaSettings,
  deps: Pick<Deps, 'clock' | 'random' | 'log'> & { readonly metrics: Registry },
): KafkaDoor {
  const shared = opened.get(deps.metrics) ?? { door: connect(settings, deps), users: 0 };
  opened.set(deps.metrics, shared);
  shared.users += 1;
  let isOpen = true;
  return {
    ...shared.door,
    close: async () => {
      if (!isOpen) return;
      isOpen = false;
      shared.users -= 1;
      if (shared.users > 0) return;
      opened.delete(deps.metrics);
      await shared.door.close();
    },
  };
}

function connect(settings: KafkaSettings, deps: Parameters<typeof openKafka>[1]): KafkaDoor {
  const directory = settings.KAFKA_TLS_DIRECTORY;
  // Certificates that expire are logged; their metric belongs to the folders of the FSPIOP server.
  const folders = createTlsFolders({ ...deps, metrics: new Registry() });
  const tls = directory === undefined ? undefined : folders.open(directory, 'client');
  return connectKafka(settings, { ...deps, tls });
}
