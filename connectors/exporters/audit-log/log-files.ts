/** The files of a log, in the places that tlog-tiles gives them. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readTextFile } from '../../common/utf8';
import { openCheckpoint, type Checkpoint } from './checkpoint';
import { Entry, readBundle } from './entry';
import { hashBytes } from './merkle';
import type { NoteVerifier } from './note';
import { entriesPath, tilePath, tileWidth, type Tile } from './tiles';

export interface LogFile {
  readonly path: string;
  readonly bytes: Buffer | string;
}

const checkpointFile = 'checkpoint';
/** Ours, beside what the specification knows: where in Kafka to read on. */
const progressFile = 'progress.json';

/** Bundles that are kept read: who looks for records finds many in one. */
const bundlesKept = 64;

/** What files do not bear out: somebody has changed them, or they are not whole. */
export class LogSpoilt extends Error {
  override readonly name = 'LogSpoilt';
}

export interface OpenedCheckpoint extends Checkpoint {
  /** Of the key that has signed it. */
  readonly keyId: number;
}

/** Undefined when none of these keys has signed it. */
export function openedByAny(
  note: string,
  verifiers: readonly NoteVerifier[],
): OpenedCheckpoint | undefined {
  for (const verifier of verifiers) {
    const opened = openCheckpoint(note, verifier);
    if (opened !== undefined) return { ...opened, keyId: verifier.keyId };
  }
  return undefined;
}

export class LogFiles {
  private readonly bundles = new Map<number, readonly Entry[]>();

  constructor(readonly folder: string) {}

  checkpointNote(): string | undefined {
    const path = join(this.folder, checkpointFile);
    return existsSync(path) ? readTextFile(path) : undefined;
  }

  /**
   * Undefined while nothing was signed.
   * @param verifiers of this log, one or more
   * @throws LogSpoilt when it is signed by none of these keys
   */
  checkpoint(verifiers: readonly NoteVerifier[]): OpenedCheckpoint | undefined {
    const note = this.checkpointNote();
    if (note === undefined) return undefined;
    const opened = openedByAny(note, verifiers);
    if (opened !== undefined) return opened;
    throw new LogSpoilt(
      `${join(this.folder, checkpointFile)} is not signed by ${verifiers[0]?.name}: the key is another one (k8s/KEYS.md), or the file was changed`,
    );
  }

  progress(): string | undefined {
    const path = join(this.folder, progressFile);
    return existsSync(path) ? readTextFile(path) : undefined;
  }

  /** @throws LogSpoilt */
  tile(tile: Tile): Buffer {
    const bytes = this.wider(tilePath, tile).subarray(0, tile.width * hashBytes);
    if (bytes.length === tile.width * hashBytes) return bytes;
    throw new LogSpoilt(`${join(this.folder, tilePath(tile))} is cut off`);
  }

  /** Of the tree of this size. @throws LogSpoilt */
  entries(index: number, size: number): readonly Entry[] {
    const width = Math.min(tileWidth, size - index * tileWidth);
    const known = this.bundles.get(index);
    if (known !== undefined && known.length >= width) {
      return known.length === width ? known : known.slice(0, width);
    }
    const read = readEntries(this.wider(entriesPath, { index, width, level: 0 })).slice(0, width);
    if (read.length < width) {
      throw new LogSpoilt(`${join(this.folder, entriesPath({ index, width }))} lacks entries`);
    }
    const [oldest] = this.bundles.keys();
    if (this.bundles.size >= bundlesKept && oldest !== undefined) this.bundles.delete(oldest);
    this.bundles.set(index, read);
    return read;
  }

  /** Undefined past the end of the tree of this size. @throws LogSpoilt */
  entry(index: number, size: number): Entry | undefined {
    if (index < 0 || index >= size) return undefined;
    return this.entries(Math.floor(index / tileWidth), size)[index % tileWidth];
  }

  /** Those that are there already are what they were: a log never changes. Safe on disk once it resolves. */
  async write(files: readonly LogFile[]): Promise<void> {
    const folders = new Set<string>();
    for (const { path, bytes } of files) {
      const target = join(this.folder, path);
      if (!folders.has(dirname(target))) await mkdir(dirname(target), { recursive: true });
      folders.add(dirname(target));
      await writeFile(`${target}.new`, bytes, { flush: true });
      await rename(`${target}.new`, target);
    }
    for (const folder of folders) await flushFolder(folder);
  }

  writeCheckpoint(note: string): Promise<void> {
    return this.write([{ path: checkpointFile, bytes: note }]);
  }

  writeProgress(text: string): Promise<void> {
    return this.write([{ path: progressFile, bytes: text }]);
  }

  /** Parts of a tile that is full. */
  async forgetPartial(path: string): Promise<void> {
    await rm(join(this.folder, `${path}.p`), { recursive: true, force: true });
  }

  /** Parts of a tile may be gone once it is full. */
  private wider(pathOf: (tile: Tile) => string, tile: Tile): Buffer {
    const paths = [tile, { ...tile, width: tileWidth }].map((one) =>
      join(this.folder, pathOf(one)),
    );
    const found = paths.find((path) => existsSync(path));
    if (found === undefined) throw new LogSpoilt(`${paths[0]} is missing`);
    return readFileSync(found);
  }
}

function readEntries(bundle: Buffer): Entry[] {
  try {
    return readBundle(bundle).map((bytes) => new Entry(bytes));
  } catch (error) {
    throw new LogSpoilt('entries of the log cannot be read', { cause: error });
  }
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
