/** Which ids a file may hold (a Bloom filter): says no for 99 of 100 that it does not hold, and never for one it does. */
import { hashOf, type Words } from './counted';

const bitsPerId = 10;
const probes = 6;

export class IdFilter {
  private readonly bits: Uint32Array;

  constructor(idsMax: number) {
    this.bits = new Uint32Array(Math.ceil((idsMax * bitsPerId) / 32) + 1);
  }

  add(id: Words): void {
    let [bit, step] = this.begin(id);
    for (let probe = 0; probe < probes; probe += 1) {
      this.bits[bit >>> 5] = (this.bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
      [bit, step] = this.next(bit, step);
    }
  }

  mayHave(id: Words): boolean {
    let [bit, step] = this.begin(id);
    for (let probe = 0; probe < probes; probe += 1) {
      if (((this.bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
      [bit, step] = this.next(bit, step);
    }
    return true;
  }

  /** Double hashing: the second hash from the words the other way round. */
  private begin(id: Words): [bit: number, step: number] {
    const [first, second, third, fourth] = id;
    const size = this.bits.length * 32;
    const step = (hashOf([fourth, third, second, first]) >>> 0) % size;
    return [(hashOf(id) >>> 0) % size, step];
  }

  private next(bit: number, step: number): [bit: number, step: number] {
    // One more each time, so that a step of 0 gets on too.
    return [(bit + step + 1) % (this.bits.length * 32), step + 1];
  }
}
