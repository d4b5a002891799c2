/**
 * The entries of one partition that have been counted, in order of their offsets, found by their ids. There are
 * millions, so memory holds the latest of them, in rows of 48 bytes and 6 to 12 for the index; the others are in
 * files. What is found is the same wherever it stands.
 */
import type { EpochMs } from '../common/runtime';
import { hashOf, Rows, wordsOf, type Counted, type Words } from './counted';
import { EntryFile, merged, type Extent, type RowsInOrder } from './entry-file';

export interface EntryMemoryBound {
  /** Of one partition in memory. At least 2. */
  readonly entriesMax: number;
  /** Where the files of the others are. */
  readonly directory: string;
}

const chunkLengthMax = 4096;
/** Two files of a size become one, up to that size: so few are looked at, and none takes long to make. */
const fileLengthMax = 400_000;

interface Chunk {
  length: number;
  /** When its latest record was written. */
  latestMs: EpochMs;
  readonly rows: Rows;
}

export class EntryMemory {
  private readonly chunkLength: number;
  private chunks: Chunk[] = [];
  private count = 0;
  /** Open addressing with linear probing: place of an entry plus one, 0 where there is none. */
  private index = new Uint32Array(1024);
  /** Older entries than those in memory, the oldest first. */
  private files: EntryFile[] = [];

  constructor(private readonly bound: EntryMemoryBound) {
    this.chunkLength = Math.min(chunkLengthMax, Math.floor(bound.entriesMax / 2));
  }

  get size(): number {
    return this.count + this.sizeInFiles;
  }

  get sizeInFiles(): number {
    return this.files.reduce((sum, { length }) => sum + length, 0);
  }

  find(entryId: string): Counted | undefined {
    const id = wordsOf(entryId);
    const place = this.index[this.slotOf(id)] ?? 0;
    if (place !== 0) return this.at(place - 1);
    for (let at = this.files.length - 1; at >= 0; at -= 1) {
      const found = this.files[at]?.find(id);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** @param counted not remembered yet, and after all that is. */
  add(counted: Counted, writtenMs: EpochMs): void {
    if (this.count >= this.bound.entriesMax) this.moveHalfToFile();
    if ((this.count + 1) * 10 > this.index.length * 7) this.reindex(this.index.length * 2);
    const id = wordsOf(counted.entryId);
    const chunk = this.roomyChunk();
    chunk.rows.write(chunk.length, id, counted);
    chunk.length += 1;
    chunk.latestMs = Math.max(chunk.latestMs, writtenMs);
    this.index[this.slotOf(id)] = this.count + 1;
    this.count += 1;
  }

  /** At or after `offset`: from the last one in memory back, then those in files, in no order. */
  *since(offset: number): Iterable<Counted> {
    for (let place = this.count - 1; place >= 0; place -= 1) {
      const counted = this.at(place);
      if (counted.offset < offset) return;
      yield counted;
    }
    for (const file of this.files.filter(({ endOffset }) => endOffset > offset)) {
      for (const [rows, row] of file.rows()) {
        if (rows.offsetAt(row) >= offset) yield rows.read(row);
      }
    }
  }

  /** Forgets what was written before a time and lies before an offset: not all of it at once. */
  forget(beforeMs: EpochMs, beforeOffset: number): void {
    const isOld = ({ latestMs, endOffset }: Extent) =>
      latestMs < beforeMs && endOffset <= beforeOffset;
    for (const file of this.files.filter(isOld)) file.close();
    this.files = this.files.filter((file) => !isOld(file));
    const firstKept = this.chunks.findIndex(
      (chunk) => chunk.length < this.chunkLength || !isOld(this.extentOf([chunk])),
    );
    // To index anew costs as much as it holds, so it is done when much is gone.
    if (firstKept <= 0 || firstKept * 4 < this.chunks.length) return;
    this.drop(firstKept);
  }

  /** Ends it: nothing can be found any more. */
  close(): void {
    for (const file of this.files.splice(0)) file.close();
  }

  /** The older half. */
  private moveHalfToFile(): void {
    const full = this.chunks.filter(({ length }) => length === this.chunkLength);
    const moved = full.slice(0, Math.ceil(full.length / 2));
    const { directory } = this.bound;
    this.files.push(
      EntryFile.write(directory, inOrder(moved, this.chunkLength), this.extentOf(moved)),
    );
    this.drop(moved.length);
    for (;;) {
      const [left, right] = this.files.slice(-2);
      if (left === undefined || right === undefined) return;
      const length = left.length + right.length;
      if (left.length > right.length || length > fileLengthMax) return;
      const latestMs = Math.max(left.latestMs, right.latestMs);
      const extent = { length, latestMs, endOffset: right.endOffset };
      const both = EntryFile.write(directory, merged(left, right), extent);
      this.files.splice(-2, 2, both);
      left.close();
      right.close();
    }
  }

  private extentOf(chunks: readonly Chunk[]): Extent {
    const last = chunks.at(-1);
    return {
      length: chunks.reduce((sum, { length }) => sum + length, 0),
      latestMs: Math.max(...chunks.map(({ latestMs }) => latestMs)),
      endOffset: last === undefined ? 0 : last.rows.offsetAt(last.length - 1) + 1,
    };
  }

  /** Takes full chunks out of memory. */
  private drop(oldest: number): void {
    this.chunks = this.chunks.slice(oldest);
    this.count -= oldest * this.chunkLength;
    let length = 1024;
    while (this.count * 10 > length * 5) length *= 2;
    this.reindex(length);
  }

  private reindex(length: number): void {
    this.index = new Uint32Array(length);
    for (let place = 0; place < this.count; place += 1) {
      const { rows } = this.chunkOf(place);
      this.index[this.slotOf(rows.idAt(place % this.chunkLength))] = place + 1;
    }
  }

  /** The slot of the entry with that id, or the free one where it belongs. */
  private slotOf(id: Words): number {
    const mask = this.index.length - 1;
    let slot = hashOf(id) & mask;
    for (;;) {
      const place = this.index[slot] ?? 0;
      if (place === 0 || this.isAt(place - 1, id)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private isAt(place: number, id: Words): boolean {
    return this.chunkOf(place).rows.compareId(place % this.chunkLength, id) === 0;
  }

  private at(place: number): Counted {
    return this.chunkOf(place).rows.read(place % this.chunkLength);
  }

  private chunkOf(place: number): Chunk {
    const chunk = this.chunks[Math.floor(place / this.chunkLength)];
    if (chunk === undefined) throw new RangeError(`No entry is remembered at ${place}`);
    return chunk;
  }

  private roomyChunk(): Chunk {
    const last = this.chunks.at(-1);
    if (last !== undefined && last.length < this.chunkLength) return last;
    const chunk = { length: 0, latestMs: 0, rows: new Rows(this.chunkLength) };
    this.chunks.push(chunk);
    return chunk;
  }
}

/** Of full chunks. Places are sorted, and not the rows themselves: it takes a tenth of the memory. */
function* inOrder(chunks: readonly Chunk[], chunkLength: number): RowsInOrder {
  const at = (place: number): readonly [rows: Rows, row: number] => [
    (chunks[Math.floor(place / chunkLength)] as Chunk).rows,
    place % chunkLength,
  ];
  const places = Uint32Array.from({ length: chunks.length * chunkLength }, (_, place) => place);
  places.sort((left, right) => {
    const [rows, row] = at(left);
    const [otherRows, otherRow] = at(right);
    return rows.compareId(row, otherRows.idAt(otherRow));
  });
  for (const place of places) yield at(place);
}
