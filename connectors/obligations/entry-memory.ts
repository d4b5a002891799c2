/**
 * The entries of one partition that have been counted, in order of their offsets, found by their ids. In
 * typed arrays, for there are millions: some 50 bytes an entry, and 6 to 12 for the index.
 */
import type { EpochMs } from '../common/runtime';

export interface Counted {
  readonly entryId: string;
  /** Number of the entry's {@link Flows flow}. */
  readonly flow: number;
  readonly minorUnits: bigint;
  /** Start of the cycle of the transfer's own time; in whole seconds. */
  readonly originMs: EpochMs;
  readonly offset: number;
  /** 32 bits of a hash of the transferId; 0 without one. */
  readonly transferMark: number;
}

const chunkLength = 4096;
const idWords = 4;

/** The 128 bits of an id. */
type Words = readonly [number, number, number, number];

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
  readonly transferMarks: Uint32Array;
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
    chunk.transferMarks[at] = counted.transferMark;
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
  private slotOf(words: Words): number {
    const mask = this.index.length - 1;
    let slot = hashOf(words) & mask;
    for (;;) {
      const place = this.index[slot] ?? 0;
      if (place === 0 || this.isAt(place - 1, words)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private isAt(place: number, words: Words): boolean {
    const { ids } = this.chunkOf(place);
    const at = (place % chunkLength) * idWords;
    return (
      ids[at] === words[0] &&
      ids[at + 1] === words[1] &&
      ids[at + 2] === words[2] &&
      ids[at + 3] === words[3]
    );
  }

  private wordsAt(place: number): Words {
    const { ids } = this.chunkOf(place);
    const at = (place % chunkLength) * idWords;
    return [ids[at] ?? 0, ids[at + 1] ?? 0, ids[at + 2] ?? 0, ids[at + 3] ?? 0];
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
      transferMark: chunk.transferMarks[at] ?? 0,
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
      transferMarks: new Uint32Array(chunkLength),
    };
    this.chunks.push(chunk);
    return chunk;
  }
}

/** Ids ought to be hashes themselves (UUID v5), and nothing makes sure of it. */
function hashOf([first, second, third, fourth]: Words): number {
  let hash = Math.imul(first, 0x9e3779b1) ^ second;
  hash = Math.imul(hash, 0x85ebca6b) ^ third;
  hash = Math.imul(hash, 0xc2b2ae35) ^ fourth;
  hash = Math.imul(hash, 0x9e3779b1);
  return hash ^ (hash >>> 15);
}

function wordsOf(entryId: string): Words {
  const digits = entryId.replaceAll('-', '');
  const word = (at: number) => parseInt(digits.slice(at, at + 8), 16);
  return [word(0), word(8), word(16), word(24)];
}

function idOf(words: Words): string {
  const digits = words.map((word) => word.toString(16).padStart(8, '0')).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
