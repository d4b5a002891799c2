/**
 * Entries that have left memory: rows in order of their ids, in a file that is written once. It has no name any more
 * once it is open, so that it is gone with the process, however that ends: the topic can be read again.
 */
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { v4 as uuidV4 } from 'uuid';
import type { EpochMs } from '../common/runtime';
import { rowBytes, Rows, type Counted, type Words } from './counted';
import { IdFilter } from './id-filter';

/** So many are read for one that is looked for. */
const blockLength = 64;
/** So many are read or written at a time where all of them are. */
const stretchLength = 4096;

/** Rows one after the other, in order of their ids: where they stand. */
export type RowsInOrder = Iterable<readonly [rows: Rows, row: number]>;

export interface Extent {
  readonly length: number;
  /** When its latest record was written. */
  readonly latestMs: EpochMs;
  /** After all of its entries. */
  readonly endOffset: number;
}

export class EntryFile implements Extent {
  private readonly handle: number;
  private readonly filter: IdFilter;
  /** The first row of each block, of which only the id is looked at. */
  private readonly firstRows: Rows;
  private readonly block: Rows;

  private constructor(
    directory: string,
    readonly length: number,
    readonly latestMs: EpochMs,
    readonly endOffset: number,
  ) {
    const path = join(directory, `payment-hub-entries-${uuidV4()}`);
    this.handle = openSync(path, 'wx+', 0o600);
    unlinkSync(path);
    this.block = new Rows(Math.min(blockLength, length));
    this.filter = new IdFilter(length);
    this.firstRows = new Rows(Math.ceil(length / blockLength));
  }

  static write(
    directory: string,
    rows: RowsInOrder,
    { length, latestMs, endOffset }: Extent,
  ): EntryFile {
    const file = new EntryFile(directory, length, latestMs, endOffset);
    try {
      file.fill(rows);
      return file;
    } catch (error) {
      // A full disk: what is in memory stays there, and the caller hears of it.
      file.close();
      throw error;
    }
  }

  close(): void {
    closeSync(this.handle);
  }

  find(id: Words): Counted | undefined {
    if (!this.filter.mayHave(id)) return undefined;
    const at = lastAtMost(this.firstRows, this.firstRows.length, id);
    if (at < 0) return undefined;
    const length = this.readRows(this.block, at * blockLength);
    const row = lastAtMost(this.block, length, id);
    return row >= 0 && this.block.compareId(row, id) === 0 ? this.block.read(row) : undefined;
  }

  *rows(): RowsInOrder {
    const stretch = new Rows(Math.min(stretchLength, this.length));
    for (let begin = 0; begin < this.length; begin += stretchLength) {
      const length = this.readRows(stretch, begin);
      for (let row = 0; row < length; row += 1) yield [stretch, row];
    }
  }

  private fill(rows: RowsInOrder): void {
    const stretch = new Rows(Math.min(stretchLength, this.length));
    let written = 0;
    let filled = 0;
    const flush = (): void => {
      const bytes = filled * rowBytes;
      const done = writeSync(this.handle, stretch.bytes, 0, bytes, written * rowBytes);
      if (done !== bytes) throw new RangeError('a file of entries could not be written whole');
      written += filled;
      filled = 0;
    };
    for (const [from, row] of rows) {
      const place = written + filled;
      this.filter.add(from.idAt(row));
      if (place % blockLength === 0) this.firstRows.copy(place / blockLength, from, row);
      stretch.copy(filled, from, row);
      filled += 1;
      if (filled === stretch.length) flush();
    }
    flush();
    if (written !== this.length) throw new RangeError(`${written} rows of ${this.length}`);
  }

  /** As many as there are from that place on, at most all that fit. */
  private readRows(into: Rows, begin: number): number {
    const length = Math.min(into.length, this.length - begin);
    const bytes = length * rowBytes;
    const read = readSync(this.handle, into.bytes, 0, bytes, begin * rowBytes);
    if (read !== bytes) throw new RangeError('a file of entries is shorter than it was written');
    return length;
  }
}

/** The last row whose id is not after this one; -1 where all are after it. */
function lastAtMost(rows: Rows, length: number, id: Words): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows.compareId(middle, id) <= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Two files in one: an entry is in one of them only. */
export function* merged(left: EntryFile, right: EntryFile): RowsInOrder {
  const lefts = left.rows()[Symbol.iterator]();
  const rights = right.rows()[Symbol.iterator]();
  let one = lefts.next();
  let other = rights.next();
  while (one.done !== true || other.done !== true) {
    const takesLeft =
      other.done === true ||
      (one.done !== true &&
        one.value[0].compareId(one.value[1], other.value[0].idAt(other.value[1])) < 0);
    if (takesLeft && one.done !== true) {
      yield one.value;
      one = lefts.next();
    } else if (other.done !== true) {
      yield other.value;
      other = rights.next();
    }
  }
}
