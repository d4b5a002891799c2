/** The log of one partition of an engine: takes its records, signs what it has. */
import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { readEngineRecord } from '../../common/contracts/engine-records-topic';
import type { KafkaRecord } from '../../common/doors/kafka/kafka-door';
import { Turns } from '../../common/turns';
import { signCheckpoint } from './checkpoint';
import { bundleOf, entryOf } from './entry';
import { LogFiles, LogSpoilt, type LogFile } from './log-files';
import { hashLeaf } from './merkle';
import { verifierOf, type NoteSigner, type NoteVerifier } from './note';
import { entriesPath, TiledTree, tilePath, tileWidth, type FilledTile } from './tiles';

const progressSchema = z.object({ nextOffset: z.number().int().min(0) });

export interface LogKeys {
  readonly signer: NoteSigner;
  /** Those that signed before it: what they have signed last is gone on from, and signed anew. */
  readonly formers?: readonly NoteVerifier[];
}

export interface LogOptions extends LogKeys {
  readonly folder: string;
  readonly engine: string;
}

export interface Taken {
  readonly logged: number;
  /** Records that no bridge has written, by their places: they stand in no log. */
  readonly unreadable: readonly string[];
  /** Offsets that were not there: Kafka has deleted records before they were logged, or somebody has. */
  readonly skippedOffsets: number;
}

export interface SignedCheckpoint {
  readonly origin: string;
  readonly size: number;
  readonly note: string;
}

/** Up to where in Kafka a log on disk has signed; 0 where there is none. */
export function signedBefore(files: LogFiles): number {
  const progress = files.progress();
  return progress === undefined ? 0 : progressSchema.parse(JSON.parse(progress)).nextOffset;
}

export class PartitionLog {
  private readonly turns = new Turns();
  /** Full, and not on disk yet. */
  private readonly full: LogFile[] = [];
  private bundle: Buffer[] = [];
  private lastPosition = -1n;
  private nextOffset = 0;
  private signedSize = 0;
  private signedOffset = 0;
  /** Whoever is given the newest key alone must find its signature: though there is nothing new. */
  private isSignedByFormer = false;
  private readonly tree: TiledTree;

  /** @throws LogSpoilt when what is on disk is not what was signed */
  constructor(
    private readonly options: LogOptions,
    private readonly files = new LogFiles(options.folder),
  ) {
    const filled = (tile: FilledTile): void => this.keep(tile);
    const { signer, formers = [] } = options;
    const own = verifierOf(signer.name, createPublicKey(signer.privateKey));
    const checkpoint = this.files.checkpoint([own, ...formers]);
    if (checkpoint === undefined) {
      this.tree = new TiledTree(filled);
      return;
    }
    const { size, root } = checkpoint;
    this.tree = TiledTree.restore(size, (tile) => this.files.tile(tile), filled);
    if (!this.tree.root().equals(root)) {
      throw new LogSpoilt(`the tiles in ${options.folder} are not those that were signed`);
    }
    this.signedSize = size;
    this.isSignedByFormer = checkpoint.keyId !== own.keyId;
    this.restoreEntries(size);
    this.nextOffset = signedBefore(this.files);
    this.signedOffset = this.nextOffset;
  }

  /** Where in Kafka to read on; before it too, if need be: what was taken is known by its position. */
  get fromOffset(): number {
    return this.nextOffset;
  }

  get size(): number {
    return this.tree.size;
  }

  /** Entries that a crash would have to be read again for. */
  get unsigned(): number {
    return this.tree.size - this.signedSize;
  }

  /** In their order; such as were taken before change nothing. */
  take(records: readonly KafkaRecord[]): Taken {
    const sizeBefore = this.size;
    const unreadable: string[] = [];
    let skippedOffsets = 0;
    for (const record of records) {
      const read = readEngineRecord(record);
      skippedOffsets += Math.max(0, record.offset - this.nextOffset);
      this.nextOffset = Math.max(this.nextOffset, record.offset + 1);
      if (read?.engine !== this.options.engine) {
        unreadable.push(`${record.topic}/${record.partition}/${record.offset}`);
        continue;
      }
      if (read.position <= this.lastPosition) continue;
      this.lastPosition = read.position;
      this.append(entryOf(`${read.partitionId}-${read.position}`, read.document));
    }
    return { logged: this.size - sizeBefore, unreadable, skippedOffsets };
  }

  /** Undefined when there is nothing new to sign. On disk once it resolves; when it rejects, sign again. */
  sign(): Promise<SignedCheckpoint | undefined> {
    return this.turns.take(() => this.signNow());
  }

  private async signNow(): Promise<SignedCheckpoint | undefined> {
    const [size, nextOffset, fullCount] = [this.size, this.nextOffset, this.full.length];
    if (size === this.signedSize && !this.isSignedByFormer) {
      if (nextOffset !== this.signedOffset) await this.writeProgress(nextOffset);
      return undefined;
    }
    const { signer } = this.options;
    const checkpoint = { origin: signer.name, size, root: this.tree.root() };
    const full = this.full.slice(0, fullCount);
    await this.files.write([...full, ...this.partial()]);
    const note = signCheckpoint(checkpoint, signer);
    await this.files.writeCheckpoint(note);
    this.full.splice(0, fullCount);
    this.signedSize = size;
    this.isSignedByFormer = false;
    for (const { path } of full) await this.files.forgetPartial(path);
    // After what was signed: a crash between the two means to read some records again.
    await this.writeProgress(nextOffset);
    return { origin: checkpoint.origin, size, note };
  }

  private async writeProgress(nextOffset: number): Promise<void> {
    await this.files.writeProgress(JSON.stringify({ nextOffset }));
    this.signedOffset = nextOffset;
  }

  private append(entry: Buffer): void {
    this.bundle.push(entry);
    this.tree.append(hashLeaf(entry));
  }

  private keep(tile: FilledTile): void {
    this.full.push({ path: tilePath(tile), bytes: tile.hashes });
    if (tile.level > 0) return;
    this.full.push({ path: entriesPath(tile), bytes: bundleOf(this.bundle) });
    this.bundle = [];
  }

  private partial(): LogFile[] {
    const tiles = this.tree.partial().map((tile) => ({ path: tilePath(tile), bytes: tile.hashes }));
    if (this.bundle.length === 0) return tiles;
    const place = { index: Math.floor(this.size / tileWidth), width: this.bundle.length };
    return [...tiles, { path: entriesPath(place), bytes: bundleOf(this.bundle) }];
  }

  private restoreEntries(size: number): void {
    if (size === 0) return;
    const last = this.files.entries(Math.floor((size - 1) / tileWidth), size);
    this.lastPosition = last.at(-1)?.position ?? -1n;
    if (size % tileWidth > 0) this.bundle = last.map(({ bytes }) => bytes);
  }
}
