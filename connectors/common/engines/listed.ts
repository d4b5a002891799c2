import type { z } from 'zod';
import { ConfigurationError } from '../config/problems';
import type { Clock, Logger, TlsSource } from '../runtime';
import type { TlsFolders } from '../tls/folders';
import { openEngines, type Engines, type enginesEnvironment } from './engine-list';

/** What a role needs where its engine is not alone. */
export interface Listed {
  readonly engines: Engines;
  readonly tls: TlsSource;
}

/**
 * Undefined where it is alone.
 * @throws ConfigurationError with what is missing
 */
export function openListed(
  settings: z.output<typeof enginesEnvironment>,
  deps: { readonly clock: Clock; readonly log: Logger },
  folders: TlsFolders,
): Listed | undefined {
  const engines = openEngines(settings, deps);
  if (engines === undefined) return undefined;
  const directory = settings.ENGINES_TLS_DIRECTORY;
  if (directory === undefined) {
    throw new ConfigurationError([
      'environment: ENGINES_TLS_DIRECTORY: must be set where ENGINES_PATH is: engines let in only each other',
    ]);
  }
  const tls = folders.open(directory, 'server');
  if (tls.current().authorities === undefined) {
    throw new ConfigurationError([
      `${directory}: there is no ca.crt: without it anybody could hand on messages`,
    ]);
  }
  return { engines, tls };
}
