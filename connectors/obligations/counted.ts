/** An entry that has been counted, and how it is kept: in rows of a fixed length, in memory and in files alike. */
import type { EpochMs } from '../common/runtime';

export interface Counted {
  readonly entryId: string;
  /** Number of the entry's flow (flows.ts). */
  readonly flow: number;
  readonly minorUnits: bigint;
  /** Start of the cycle of the transfer's own time; in whole seconds. */
  readonly originMs: EpochMs;
  readonly offset: number;
  /** 32 bits of a hash of the transferId; 0 without one. */
  readonly transferMark: number;
}

/** The 128 bits of an id. */
export type Words = readonly [number, number, number, number];

export const rowBytes = 48;
const rowWords = rowBytes / 4;
const rowDoubles = rowBytes / 8;

/**
 * Of each row: id in words 0 to 3, lower part of the amount in double 2 (22 digits are more than 64 bits),
 * offset in double 3, flow, origin, mark, and the higher part of the amount in words 8 to 11.
 */
export class Rows {
  readonly bytes: Uint8Array;
  private readonly words: Uint32Array;
  private readonly lowUnits: BigUint64Array;
  private readonly doubles: Float64Array;

  constructor(readonly length: number) {
    const buffer = new ArrayBuffer(length * rowBytes);
    this.bytes = new Uint8Array(buffer);
    this.words = new Uint32Array(buffer);
    this.lowUnits = new BigUint64Array(buffer);
    this.doubles = new Float64Array(buffer);
  }

  write(row: number, id: Words, counted: Counted): void {
    const { flow, minorUnits, originMs, offset, transferMark } = counted;
    this.words.set(id, row * rowWords);
    this.lowUnits[row * rowDoubles + 2] = BigInt.asUintN(64, minorUnits);
    this.doubles[row * rowDoubles + 3] = offset;
    const rest = [flow, originMs / 1000, transferMark, Number(minorUnits >> 64n)];
    this.words.set(rest, row * rowWords + 8);
  }

  read(row: number): Counted {
    const at = row * rowWords + 8;
    const high = BigInt(this.words[at + 3] ?? 0);
    return {
      entryId: idOf(this.idAt(row)),
      flow: this.words[at] ?? 0,
      minorUnits: (high << 64n) | (this.lowUnits[row * rowDoubles + 2] ?? 0n),
      originMs: (this.words[at + 1] ?? 0) * 1000,
      offset: this.offsetAt(row),
      transferMark: this.words[at + 2] ?? 0,
    };
  }

  idAt(row: number): Words {
    const { words } = this;
    const at = row * rowWords;
    return [words[at] ?? 0, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0];
  }

  offsetAt(row: number): number {
    return this.doubles[row * rowDoubles + 3] ?? 0;
  }

  /** Of the row's id and another one: negative, zero or positive, as for Array.sort. */
  compareId(row: number, id: Words): number {
    const { words } = this;
    const at = row * rowWords;
    for (let word = 0; word < 4; word += 1) {
      const difference = (words[at + word] ?? 0) - (id[word] ?? 0);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  copy(row: number, from: Rows, fromRow: number): void {
    const start = fromRow * rowBytes;
    this.bytes.set(from.bytes.subarray(start, start + rowBytes), row * rowBytes);
  }
}

/** Ids ought to be hashes themselves (UUID v5), and nothing makes sure of it. */
export function hashOf([first, second, third, fourth]: Words): number {
  let hash = Math.imul(first, 0x9e3779b1) ^ second;
  hash = Math.imul(hash, 0x85ebca6b) ^ third;
  hash = Math.imul(hash, 0xc2b2ae35) ^ fourth;
  hash = Math.imul(hash, 0x9e3779b1);
  return hash ^ (hash >>> 15);
}

export function wordsOf(entryId: string): Words {
  const digits = entryId.replaceAll('-', '');
  const word = (at: number) => parseInt(digits.slice(at, at + 8), 16);
  return [word(0), word(8), word(16), word(24)];
}

function idOf(words: Words): string {
  const digits = words.map((word) => word.toString(16).padStart(8, '0')).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
