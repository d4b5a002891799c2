import { readdirSync, readFileSync, statSync, type BigIntStats } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from './config/problems';
import type { Clock, Logger } from './runtime';
import { messageOf } from './message-of';

export interface WatchedFile {
  readonly path: string;
  /** PEM, which is ASCII: its readers leave aside whatever stands around the blocks. */
  readonly content: string;
}

export interface WatchOptions<Value> {
  /** Files, or folders of whose files each counts, but for hidden ones and folders in them. */
  readonly paths: readonly string[];
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
  /**
   * Makes of all the files together what is used of them. Throws an error that names the file when they
   * make no sense. `previous` is what they made before, undefined the first time.
   */
  readonly parse: (files: readonly WatchedFile[], previous: Value | undefined) => Value;
}

/**
 * How old what is used of a folder may be: files are looked at again and again, and without fs.watch, which does not
 * see how Kubernetes renews a mounted folder (it swaps a symbolic link).
 */
export const lookIntervalMs = 2_000;

/** For what is looked at when somebody asks for it. The moment it is made counts as a look. */
export class LookPace {
  private lookedAtMs: number;

  constructor(private readonly clock: Pick<Clock, 'now'>) {
    this.lookedAtMs = clock.now();
  }

  /** Whether the last look is too old, in which case it is now. */
  isDue(): boolean {
    const nowMs = this.clock.now();
    if (Math.abs(nowMs - this.lookedAtMs) < lookIntervalMs) return false;
    this.lookedAtMs = nowMs;
    return true;
  }
}
const filesMax = 2_000;
const fileBytesMax = 1024 * 1024;

/**
 * Keys and certificates that are renewed while the hub runs. The function that is returned gives what
 * the files make now: the same object until they change. They are looked at when it is called, at most
 * every two seconds. New files that cannot be read or parsed leave the old ones in use.
 * @throws ConfigurationError when what is there at the start cannot be used.
 */
export function watchFiles<Value>(options: WatchOptions<Value>): () => Value {
  const { clock, log, parse } = options;
  const pace = new LookPace(clock);
  let state = firstLook(options);
  let problem: string | undefined;

  return () => {
    if (!pace.isDue()) return state.value;
    const look = lookAt(options.paths);
    if (look.fingerprint === state.fingerprint) return state.value;
    try {
      state = { fingerprint: look.fingerprint, value: parse(read(look), state.value) };
      problem = undefined;
      log.info({ paths: options.paths }, 'changed files are in use');
    } catch (error) {
      // Tried again at each look, for the fault may pass; told once.
      const { message } = error as Error;
      if (message !== problem) {
        log.error(
          { paths: options.paths, error },
          'changed files cannot be used: the old ones stay',
        );
      }
      problem = message;
    }
    return state.value;
  };
}

function firstLook<Value>({ paths, parse }: WatchOptions<Value>) {
  // The fingerprint comes first: what is written while we read is then a change to the next look.
  const look = lookAt(paths);
  try {
    return { fingerprint: look.fingerprint, value: parse(read(look), undefined) };
  } catch (error) {
    throw new ConfigurationError([messageOf(error)]);
  }
}

interface Look {
  readonly paths: readonly string[];
  /** Differs when a file came, went or was written. */
  readonly fingerprint: string;
  readonly problem?: Error;
}

function lookAt(paths: readonly string[]): Look {
  try {
    const files = paths.flatMap(filesAt);
    const fingerprints = files.map((file) => `${file} ${fingerprintOf(file) ?? 'is gone'}`);
    return { paths: files, fingerprint: fingerprints.join('\n') };
  } catch (error) {
    const problem = error as Error;
    return { paths: [], fingerprint: problem.message, problem };
  }
}

function filesAt(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => !name.startsWith('.'));
  if (names.length > filesMax) throw new Error(`${path} holds more than ${filesMax} files`);
  return names
    .sort()
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile());
}

/** Differs when a file was written; undefined when there is none. */
export function fingerprintOf(path: string): string | undefined {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats && fingerprintIn(stats);
}

/** The same for who does not wait for the file system. */
export function fingerprintIn({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}

function read({ paths, problem }: Look): WatchedFile[] {
  if (problem !== undefined) throw problem;
  return paths.map((path) => {
    if (statSync(path).size > fileBytesMax)
      throw new Error(`${path} is larger than ${fileBytesMax} bytes`);
    return { path, content: readFileSync(path, 'utf8') };
  });
}
