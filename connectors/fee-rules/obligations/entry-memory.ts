/**
 * The entries of one partition that have been counted, in order of their offsets, found by their ids. In
 * typed arrays, for there are millions: some 46 bytes an entry, and 6 to 12 for the index.
 */
import type { EpochMs } from '../../common/runtime';

export interface Counted {
  readonly entryId: string;
  /** Number of the entry's {@link Flows flow}. */
  readonly flow: number;
  readonly minorUnits: bigint;
  /** Start of the cycle of the transfer's own time; in whole seconds. */
  readonly originMs: EpochMs;
  readonly offset: number;
}

const chunkLength = 4096;
const idWords = 4;

interface Chunk {
  length: number;
  /** When its latest record was written. */
  latestMs: EpochMs;
  readonly ids: Uint32Array;
  readonly flows: Uint32Array;
  /** Lower and higher part of an amount: 22 digits are more than 64 bits. */
  readonly lowUnits: BigUint64Array;
  readonly highUnits: Uint16Array;
  readonly originSeconds: Uint32Array;
  readonly offsets: Float64Array;
}

export class EntryMemory {
  private chunks: Chunk[] = [];
  private count = 0;
  /** Open addressing with linear probing: place of an entry plus one, 0 where there is none. */
  private index = new Uint32Array(1024);

  get size(): number {
    return this.count;
  }

  find(entryId: string): Counted | undefined {
    const place = this.index[this.slotOf(wordsOf(entryId))] ?? 0;
    return place === 0 ? undefined : this.at(place - 1);
  }

  /** @param counted not in memory yet, and after all that is. */
  add(counted: Counted, writtenMs: EpochMs): void {
    if ((this.count + 1) * 10 > this.index.length * 7) this.reindex(this.index.length * 2);
    const words = wordsOf(counted.entryId);
    const chunk = this.roomyChunk();
    const at = chunk.length;
    chunk.ids.set(words, at * idWords);
    chunk.flows[at] = counted.flow;
    chunk.lowUnits[at] = BigInt.asUintN(64, counted.minorUnits);
    chunk.highUnits[at] = Number(counted.minorUnits >> 64n);
    chunk.originSeconds[at] = counted.originMs / 1000;
    chunk.offsets[at] = counted.offset;
    chunk.length += 1;
    chunk.latestMs = Math.max(chunk.latestMs, writtenMs);
    this.index[this.slotOf(words)] = this.count + 1;
    this.count += 1;
  }

  /** From the last one back to the first at or after `offset`. */
  *since(offset: number): Iterable<Counted> {
    for (let place = this.count - 1; place >= 0; place -= 1) {
      const counted = this.at(place);
      if (counted.offset < offset) return;
      yield counted;
    }
  }

  /** Forgets what was written before a time and lies before an offset: not all of it at once. */
  forget(beforeMs: EpochMs, beforeOffset: number): void {
    const isOld = ({ latestMs, offsets }: Chunk) =>
      latestMs < beforeMs && (offsets[chunkLength - 1] ?? 0) < beforeOffset;
    const firstKept = this.chunks.findIndex((chunk) => chunk.length < chunkLength || !isOld(chunk));
    // To index anew costs as much as it holds, so it is done when much is gone.
    if (firstKept <= 0 || firstKept * 4 < this.chunks.length) return;
    this.chunks = this.chunks.slice(firstKept);
    this.count -= firstKept * chunkLength;
    let length = 1024;
    while (this.count * 10 > length * 5) length *= 2;
    this.reindex(length);
  }

  private reindex(length: number): void {
    this.index = new Uint32Array(length);
    for (let place = 0; place < this.count; place += 1) {
      this.index[this.slotOf(this.wordsAt(place))] = place + 1;
    }
  }

  /** The slot of the entry with that id, or the free one where it belongs. */
  private slotOf(words: Uint32Array): number {
    const mask = this.index.length - 1;
    let slot = hashOf(words) & mask;
    for (;;) {
      const place = this.index[slot] ?? 0;
      if (place === 0 || isSame(words, this.wordsAt(place - 1))) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private wordsAt(place: number): Uint32Array {
    const { ids } = this.chunkOf(place);
    const at = (place % chunkLength) * idWords;
    return ids.subarray(at, at + idWords);
  }

  private at(place: number): Counted {
    const chunk = this.chunkOf(place);
    const at = place % chunkLength;
    const high = BigInt(chunk.highUnits[at] ?? 0);
    return {
      entryId: idOf(this.wordsAt(place)),
      flow: chunk.flows[at] ?? 0,
      minorUnits: (high << 64n) | (chunk.lowUnits[at] ?? 0n),
      originMs: (chunk.originSeconds[at] ?? 0) * 1000,
      offset: chunk.offsets[at] ?? 0,
    };
  }

  private chunkOf(place: number): Chunk {
    const chunk = this.chunks[Math.floor(place / chunkLength)];
    if (chunk === undefined) throw new RangeError(`No entry is remembered at ${place}`);
    return chunk;
  }

  private roomyChunk(): Chunk {
    const last = this.chunks.at(-1);
    if (last !== undefined && last.length < chunkLength) return last;
    const chunk = {
      length: 0,
      latestMs: 0,
      ids: new Uint32Array(chunkLength * idWords),
      flows: new Uint32Array(chunkLength),
      lowUnits: new BigUint64Array(chunkLength),
      highUnits: new Uint16Array(chunkLength),
      originSeconds: new Uint32Array(chunkLength),
      offsets: new Float64Array(chunkLength),
    };
    this.chunks.push(chunk);
    return chunk;
  }
}

function isSame(left: Uint32Array, right: Uint32Array): boolean {
  return (
    left[0] === right[0] && left[1] === right[1] && left[2] === right[2] && left[3] === right[3]
  );
}

/** Ids ought to be hashes themselves (UUID v5), and nothing makes sure of it. */
function hashOf(words: Uint32Array): number {
  const mixed = words.reduce((hash, word) => Math.imul(hash ^ word, 0x9e3779b1), 0);
  return mixed ^ (mixed >>> 15);
}

function wordsOf(entryId: string): Uint32Array {
  const digits = entryId.replaceAll('-', '');
  return Uint32Array.from({ length: idWords }, (_, word) =>
    parseInt(digits.slice(word * 8, word * 8 + 8), 16),
  );
}

function idOf(words: Uint32Array): string {
  const digits = [...words].map((word) => word.toString(16).padStart(8, '0')).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
