import { basename } from 'node:path';
import { Gauge, type Registry } from 'prom-client';
import { ConfigurationError } from '../config/problems';
import type { Clock, Logger, TlsIdentity, TlsSource } from '../runtime';
import { watchFiles, type WatchedFile } from '../watched-files';
import { ExpiryWatch } from './expiry-watch';
import { parseIdentity, tlsFileNames } from './identity';
import { messageOf } from '../message-of';

/** Folders with `tls.crt`, `tls.key` and `ca.crt`, renewed while the hub runs. */
export interface TlsFolders {
  /**
   * The same source for the same folder. A client needs no certificate, a server does.
   * @throws ConfigurationError that names the folder when what is in it cannot be used.
   */
  open(directory: string, usedBy: 'server' | 'client'): TlsSource;
}

export interface TlsFolderDeps {
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
  readonly metrics: Registry;
}

const ofRegistry = new WeakMap<Registry, TlsFolders>();

/** One a registry, as their metric is: the roles and doors of a process share them. */
export function tlsFoldersOf(deps: TlsFolderDeps): TlsFolders {
  const folders = ofRegistry.get(deps.metrics) ?? createTlsFolders(deps);
  ofRegistry.set(deps.metrics, folders);
  return folders;
}

function createTlsFolders(deps: TlsFolderDeps): TlsFolders {
  const { clock, log, metrics } = deps;
  const opened = new Map<string, { readonly source: TlsSource; readonly expiry: ExpiryWatch }>();
  new Gauge({
    name: 'hub_certificate_expires_seconds',
    help: 'Time until a certificate of a TLS folder expires',
    labelNames: ['directory', 'file'],
    registers: [metrics],
    collect() {
      for (const [directory, { source, expiry }] of opened) {
        source.current();
        for (const [file, seconds] of expiry.secondsLeft(clock.now())) {
          this.set({ directory, file }, seconds);
        }
      }
    },
  });
  return {
    open: (directory, usedBy) => {
      const source = opened.get(directory)?.source ?? watch(directory);
      if (usedBy === 'server' && source.current().own === undefined) {
        throw new ConfigurationError([`${directory}: a server needs tls.crt and tls.key`]);
      }
      return source;
    },
  };

  function watch(directory: string): TlsSource {
    const expiry = new ExpiryWatch(directory, log);
    const read = watchFiles<TlsIdentity>({
      paths: [directory],
      clock,
      log,
      parse: (files, previous) => identityIn(directory, files, previous),
    });
    const current = (): TlsIdentity => {
      const identity = read();
      expiry.look(identity, clock.now());
      return identity;
    };
    current();
    const source = { current };
    opened.set(directory, { source, expiry });
    return source;
  }
}

function identityIn(
  directory: string,
  files: readonly WatchedFile[],
  previous: TlsIdentity | undefined,
): TlsIdentity {
  try {
    const identity = parseIdentity(contentsOf(files));
    if (previous !== undefined) throwIfOtherKind(identity, previous);
    return identity;
  } catch (error) {
    throw new Error(`${directory}: ${messageOf(error)}`, { cause: error });
  }
}

function contentsOf(files: readonly WatchedFile[]): Parameters<typeof parseIdentity>[0] {
  const contents = new Map(files.map(({ path, content }) => [basename(path), content]));
  const entries = tlsFileNames.map((name) => [name, contents.get(name)] as const);
  return Object.fromEntries(entries) as Parameters<typeof parseIdentity>[0];
}

/** A file that vanishes for a moment must not open the door to everybody, nor make us anonymous. */
function throwIfOtherKind(identity: TlsIdentity, previous: TlsIdentity): void {
  for (const field of ['own', 'authorities'] as const) {
    if ((identity[field] === undefined) === (previous[field] === undefined)) continue;
    const name = field === 'own' ? 'tls.crt and tls.key' : 'ca.crt';
    throw new Error(
      `${name} came or went while the hub runs, which changes who is let in: restart the hub`,
    );
  }
}
